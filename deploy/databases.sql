-- PostgreSQL's image runs this once, when its volume is empty. It makes the main API's database by itself.
CREATE DATABASE samaya_crm OWNER samaya;
