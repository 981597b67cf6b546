"""The domain: notices, catalogues, questionnaires and scores. No framework, no database, no clock."""
