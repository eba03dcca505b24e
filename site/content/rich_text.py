"""What editors may do inside running text, and nothing else."""

INLINE = ["bold", "italic", "link", "document-link", "superscript", "reference"]
PROSE = [*INLINE, "ol", "ul"]
