-- In which language people of a unit or group are written to; null: as above, or as the workspace (F82).
ALTER TABLE `units` ADD `language` text;
--> statement-breakpoint
ALTER TABLE `groups` ADD `language` text;
--> statement-breakpoint
-- Who is told in the place of somebody without an address (F146); never an address to sign in with.
ALTER TABLE `memberships` ADD `notify_email` text;
--> statement-breakpoint
-- Whether any speaks a language of its own: a file of 200,000 rows asks once a chunk.
CREATE INDEX `units_language` ON `units` (`workspace_id`) WHERE "language" is not null;
--> statement-breakpoint
CREATE INDEX `groups_language` ON `groups` (`workspace_id`) WHERE "language" is not null;
--> statement-breakpoint
-- Found when whoever has the address is forgotten.
CREATE INDEX `memberships_notify` ON `memberships` (`workspace_id`, `notify_email`) WHERE "notify_email" is not null;
--> statement-breakpoint
-- Of a mail that goes to somebody else: the membership of whom it tells (F146).
ALTER TABLE `outbox` ADD `about_id` text;
--> statement-breakpoint
CREATE INDEX `outbox_about` ON `outbox` (`workspace_id`, `about_id`) WHERE "about_id" is not null;
--> statement-breakpoint
-- Whoever gets an address of their own is written to there, and nobody else in their place.
CREATE TRIGGER `notify_email_ends` AFTER UPDATE OF `email` ON `memberships`
WHEN new.`email` is not null and new.`notify_email` is not null
BEGIN
  UPDATE `memberships` SET `notify_email` = null WHERE `workspace_id` = new.`workspace_id` AND `id` = new.`id`;
END;
