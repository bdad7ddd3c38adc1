"""smslint: a compliance linter for Chinese payment-reminder and collection SMS."""
