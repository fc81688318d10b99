-- The activity log is written with every message: two indexes instead of three. What is too old is found by its position.
DROP INDEX activity_by_age;
