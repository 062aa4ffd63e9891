"""Countries in the JSON API, and what every document of the API is made of."""
