-- name: ListStock :many
SELECT * FROM stock;
