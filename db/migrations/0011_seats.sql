-- Plans and seats (F51, F109, F149). A workspace has a plan and, where that or the house says so, a number of
-- seats; a membership says since when it counts. How many are taken needs no counter of its own: it is the one of
-- active people, beside the one of open invitations (migration `list-indexes`).
ALTER TABLE `workspaces` ADD `plan` text DEFAULT 'open' NOT NULL;
--> statement-breakpoint
ALTER TABLE `workspaces` ADD `seats` integer;
--> statement-breakpoint
ALTER TABLE `workspaces` ADD `seat_refused_at` integer;
--> statement-breakpoint
ALTER TABLE `memberships` ADD `seat_since` integer;
--> statement-breakpoint
UPDATE `memberships` SET `seat_since` = coalesce(`joined_at`, `created_at`) WHERE `status` = 'active';
--> statement-breakpoint
CREATE INDEX `memberships_seats` ON `memberships` (`workspace_id`,`seat_since`,`id`) WHERE "memberships"."seat_since" is not null;
--> statement-breakpoint
CREATE INDEX `memberships_held` ON `memberships` (`workspace_id`,`id`) WHERE "memberships"."seat_since" is null and "memberships"."status" = 'active';
--> statement-breakpoint
-- The wall: nobody becomes active where every seat is taken, whatever the path. It is asked for each row before it
-- is written, so that of fifty at once the one gets in for whom there is room.
CREATE TRIGGER `seat_wall_new` BEFORE INSERT ON `memberships`
WHEN NEW.`status` = 'active'
  AND (SELECT `seats` FROM `workspaces` WHERE `id` = NEW.`workspace_id`) <= coalesce((
    SELECT `count` FROM `membership_counts`
    WHERE `workspace_id` = NEW.`workspace_id` AND `facet` = '' AND `status` = 'active'), 0)
BEGIN
  SELECT RAISE(ABORT, 'NO_SEAT');
END;
--> statement-breakpoint
CREATE TRIGGER `seat_wall` BEFORE UPDATE OF `status` ON `memberships`
WHEN NEW.`status` = 'active' AND OLD.`status` <> 'active'
  AND (SELECT `seats` FROM `workspaces` WHERE `id` = NEW.`workspace_id`) <= coalesce((
    SELECT `count` FROM `membership_counts`
    WHERE `workspace_id` = NEW.`workspace_id` AND `facet` = '' AND `status` = 'active'), 0)
BEGIN
  SELECT RAISE(ABORT, 'NO_SEAT');
END;
--> statement-breakpoint
-- Whoever is deactivated, removed or at the end of their access counts no more (F134 to F136).
CREATE TRIGGER `seat_freed` AFTER UPDATE OF `status` ON `memberships`
WHEN OLD.`status` = 'active' AND NEW.`status` <> 'active' AND NEW.`seat_since` IS NOT NULL
BEGIN
  UPDATE `memberships` SET `seat_since` = NULL WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`id`;
END;
--> statement-breakpoint
-- People who were set up and count from their first visit (D22): they hold a seat that is not billed yet.
CREATE TRIGGER `seat_held_new` AFTER INSERT ON `memberships`
WHEN NEW.`status` = 'active' AND NEW.`seat_since` IS NULL
BEGIN
  INSERT INTO `membership_counts` VALUES (NEW.`workspace_id`, 'seat', 'held', 1)
  ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `seat_held` AFTER UPDATE OF `status`, `seat_since` ON `memberships`
WHEN (NEW.`status` = 'active' AND NEW.`seat_since` IS NULL) <> (OLD.`status` = 'active' AND OLD.`seat_since` IS NULL)
BEGIN
  INSERT INTO `membership_counts`
    VALUES (NEW.`workspace_id`, 'seat', 'held', iif(NEW.`status` = 'active' AND NEW.`seat_since` IS NULL, 1, -1))
  ON CONFLICT DO UPDATE SET `count` = `count` + excluded.`count`;
END;
