"""The pages of this app: buying, a buyer's orders, and a maker's orders."""
