"""What a page says, as Markdown: for machines that read text rather than pages."""
