"""A difficult client to practise on: scenarios, the talk they lead to, and a look back at the wording."""
