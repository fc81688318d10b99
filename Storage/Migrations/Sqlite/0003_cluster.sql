-- Silos on several hosts share a server; a file has one program and needs none of their tables.
SELECT 1;
