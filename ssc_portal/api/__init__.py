"""What all endpoints of the JSON API share: paging, strictness, errors, addresses."""
