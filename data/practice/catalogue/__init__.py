"""A small media catalogue: products, orders, and the pictures and models that show the products."""
