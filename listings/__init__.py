"""What is for sale: pieces, their options and photos, and how they are found."""
