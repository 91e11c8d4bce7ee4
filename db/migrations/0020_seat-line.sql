-- Who found no seat and asked to be told when there is one (F109): first come, first served. A line holds no seat; the
-- walls of migration `seats` stay what they are.
CREATE TABLE `seat_line` (
	`workspace_id` text NOT NULL,
	`invitation_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`since` integer NOT NULL,
	`told_at` integer,
	PRIMARY KEY(`workspace_id`, `invitation_id`),
	FOREIGN KEY (`workspace_id`,`invitation_id`) REFERENCES `invitations`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `seat_line_order` ON `seat_line` (`workspace_id`,`since`,`membership_id`);--> statement-breakpoint
CREATE INDEX `seat_line_told` ON `seat_line` (`workspace_id`,`told_at`) WHERE "seat_line"."told_at" is not null;--> statement-breakpoint
-- An invitation that ended, by whatever path, leaves the line; and nobody waits in the place of who had another address.
CREATE TRIGGER `seat_line_left` AFTER UPDATE OF `status`, `email` ON `invitations`
WHEN (OLD.`status` = 'pending' AND NEW.`status` <> 'pending') OR OLD.`email` <> NEW.`email`
BEGIN
  DELETE FROM `seat_line` WHERE `workspace_id` = NEW.`workspace_id` AND `invitation_id` = NEW.`id`;
END;
--> statement-breakpoint
-- How many wait, beside the other counters.
CREATE TRIGGER `seat_line_grew` AFTER INSERT ON `seat_line`
BEGIN
  INSERT INTO `membership_counts` VALUES (NEW.`workspace_id`, 'seat', 'waiting', 1)
  ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `seat_line_shrank` AFTER DELETE ON `seat_line`
BEGIN
  UPDATE `membership_counts` SET `count` = `count` - 1
    WHERE `workspace_id` = OLD.`workspace_id` AND `facet` = 'seat' AND `status` = 'waiting';
END;
