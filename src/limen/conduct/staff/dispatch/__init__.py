"""What the pages of dispatch show: kits of a person, stock of a site, broken blinds."""
