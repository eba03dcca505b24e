"""What a crawler finds wrong with a page or a site. Plain values in, findings out."""
