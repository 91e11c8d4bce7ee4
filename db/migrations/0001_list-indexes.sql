-- The People list at a flat cost (performance.md): one row per membership and facet, so that every
-- filter is a range; prefix terms for search; counters per facet. All three are derived from
-- memberships and what hangs on them, and kept by triggers so that no path can forget them.
CREATE TABLE `membership_facets` (
  `workspace_id` text NOT NULL,
  `facet` text NOT NULL,
  `status` text NOT NULL,
  `membership_id` text NOT NULL,
  PRIMARY KEY (`workspace_id`, `facet`, `status`, `membership_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `membership_terms` (
  `workspace_id` text NOT NULL,
  `status` text NOT NULL,
  `term` text NOT NULL,
  `membership_id` text NOT NULL,
  PRIMARY KEY (`workspace_id`, `status`, `term`, `membership_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `membership_counts` (
  `workspace_id` text NOT NULL,
  `facet` text NOT NULL,
  `status` text NOT NULL,
  `count` integer NOT NULL,
  PRIMARY KEY (`workspace_id`, `facet`, `status`)
) WITHOUT ROWID;
--> statement-breakpoint
-- Counted: the whole workspace, its units, its groups and the delivery states. Roles, inviters and
-- imports are filters without a number beside them. (D1 refuses a compound SELECT of more than five terms,
-- hence the lists as JSON arrays.)
CREATE TRIGGER `facet_counted_in` AFTER INSERT ON `membership_facets`
WHEN NEW.`facet` = '' OR NEW.`facet` GLOB 'unit:*' OR NEW.`facet` GLOB 'group:*' OR NEW.`facet` GLOB 'delivery:*'
BEGIN
  INSERT INTO `membership_counts` VALUES (NEW.`workspace_id`, NEW.`facet`, NEW.`status`, 1)
  ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `facet_counted_out` AFTER DELETE ON `membership_facets`
WHEN OLD.`facet` = '' OR OLD.`facet` GLOB 'unit:*' OR OLD.`facet` GLOB 'group:*' OR OLD.`facet` GLOB 'delivery:*'
BEGIN
  UPDATE `membership_counts` SET `count` = `count` - 1
  WHERE `workspace_id` = OLD.`workspace_id` AND `facet` = OLD.`facet` AND `status` = OLD.`status`;
END;
--> statement-breakpoint
CREATE TRIGGER `membership_listed` AFTER INSERT ON `memberships`
BEGIN
  INSERT INTO `membership_facets`
    SELECT NEW.`workspace_id`, `value`, NEW.`shown_as`, NEW.`id`
    FROM json_each(json_array('', 'delivery:' || NEW.`delivery`, 'inviter:' || nullif(NEW.`inviter_id`, ''), 'import:' || NEW.`import_id`)) WHERE `value` IS NOT NULL;
  INSERT OR IGNORE INTO `membership_terms`
    SELECT NEW.`workspace_id`, NEW.`shown_as`, `value`, NEW.`id` FROM json_each(NEW.`search_terms`);
END;
--> statement-breakpoint
-- One trigger for all columns that the derived tables show: SQLite promises no order among several.
CREATE TRIGGER `membership_relisted` AFTER UPDATE OF `shown_as`, `delivery`, `inviter_id`, `search_terms` ON `memberships`
WHEN NEW.`shown_as` <> OLD.`shown_as` OR NEW.`delivery` <> OLD.`delivery`
  OR NEW.`inviter_id` <> OLD.`inviter_id` OR NEW.`search_terms` <> OLD.`search_terms`
BEGIN
  DELETE FROM `membership_facets`
  WHERE `workspace_id` = OLD.`workspace_id` AND `status` = OLD.`shown_as` AND `membership_id` = OLD.`id`
    AND `facet` IN (
      SELECT `value` FROM json_each(json_array('', 'delivery:' || OLD.`delivery`, 'inviter:' || OLD.`inviter_id`, 'import:' || OLD.`import_id`))
      UNION ALL SELECT 'role:' || `role` FROM `role_assignments` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id`
      UNION ALL SELECT 'unit:' || `unit_id` FROM `unit_members` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id`
      UNION ALL SELECT 'group:' || `group_id` FROM `group_members` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id`)
    AND (NEW.`shown_as` <> OLD.`shown_as`
      OR (`facet` = 'delivery:' || OLD.`delivery` AND NEW.`delivery` <> OLD.`delivery`)
      OR (`facet` = 'inviter:' || OLD.`inviter_id` AND NEW.`inviter_id` <> OLD.`inviter_id`));
  INSERT OR IGNORE INTO `membership_facets`
    SELECT NEW.`workspace_id`, `facet`, NEW.`shown_as`, NEW.`id` FROM (
      SELECT `value` AS `facet` FROM json_each(json_array('', 'delivery:' || NEW.`delivery`, 'inviter:' || nullif(NEW.`inviter_id`, ''), 'import:' || NEW.`import_id`)) WHERE `value` IS NOT NULL
      UNION ALL SELECT 'role:' || `role` FROM `role_assignments` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`
      UNION ALL SELECT 'unit:' || `unit_id` FROM `unit_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`
      UNION ALL SELECT 'group:' || `group_id` FROM `group_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`);
  DELETE FROM `membership_terms`
  WHERE `workspace_id` = OLD.`workspace_id` AND `status` = OLD.`shown_as` AND `membership_id` = OLD.`id`
    AND `term` IN (SELECT `value` FROM json_each(OLD.`search_terms`))
    AND (NEW.`shown_as` <> OLD.`shown_as` OR NEW.`search_terms` <> OLD.`search_terms`);
  INSERT OR IGNORE INTO `membership_terms`
    SELECT NEW.`workspace_id`, NEW.`shown_as`, `value`, NEW.`id` FROM json_each(NEW.`search_terms`)
    WHERE NEW.`shown_as` <> OLD.`shown_as` OR NEW.`search_terms` <> OLD.`search_terms`;
END;
--> statement-breakpoint
CREATE TRIGGER `role_listed` AFTER INSERT ON `role_assignments`
BEGIN
  INSERT OR IGNORE INTO `membership_facets`
    SELECT `workspace_id`, 'role:' || NEW.`role`, `shown_as`, `id` FROM `memberships`
    WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `role_unlisted` AFTER DELETE ON `role_assignments`
WHEN NOT EXISTS (
  SELECT 1 FROM `role_assignments`
  WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`membership_id` AND `role` = OLD.`role`
)
BEGIN
  DELETE FROM `membership_facets`
  WHERE `workspace_id` = OLD.`workspace_id` AND `facet` = 'role:' || OLD.`role` AND `membership_id` = OLD.`membership_id`
    AND `status` = (SELECT `shown_as` FROM `memberships` WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `unit_listed` AFTER INSERT ON `unit_members`
BEGIN
  INSERT OR IGNORE INTO `membership_facets`
    SELECT `workspace_id`, 'unit:' || NEW.`unit_id`, `shown_as`, `id` FROM `memberships`
    WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `unit_unlisted` AFTER DELETE ON `unit_members`
BEGIN
  DELETE FROM `membership_facets`
  WHERE `workspace_id` = OLD.`workspace_id` AND `facet` = 'unit:' || OLD.`unit_id` AND `membership_id` = OLD.`membership_id`
    AND `status` = (SELECT `shown_as` FROM `memberships` WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `group_listed` AFTER INSERT ON `group_members`
BEGIN
  INSERT OR IGNORE INTO `membership_facets`
    SELECT `workspace_id`, 'group:' || NEW.`group_id`, `shown_as`, `id` FROM `memberships`
    WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `group_unlisted` AFTER DELETE ON `group_members`
BEGIN
  DELETE FROM `membership_facets`
  WHERE `workspace_id` = OLD.`workspace_id` AND `facet` = 'group:' || OLD.`group_id` AND `membership_id` = OLD.`membership_id`
    AND `status` = (SELECT `shown_as` FROM `memberships` WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id`);
END;
--> statement-breakpoint
-- What the list shows of an invitation follows the invitation, whoever changes it: a page, a job, the cron.
CREATE TRIGGER `invitation_shown` AFTER UPDATE OF `status`, `delivery`, `expires_at`, `email`, `inviter_id` ON `invitations`
BEGIN
  UPDATE `memberships` SET
    `status` = CASE
      WHEN `status` IN ('active', 'deactivated') THEN `status`
      WHEN NEW.`status` IN ('canceled', 'declined') THEN 'removed'
      WHEN NEW.`status` = 'pending' THEN 'pending'
      ELSE `status` END,
    `shown_as` = CASE
      WHEN `status` IN ('active', 'deactivated') THEN `shown_as`
      WHEN NEW.`status` = 'accepted' THEN `shown_as`
      ELSE NEW.`status` END,
    `removed_at` = CASE
      WHEN `status` IN ('active', 'deactivated') THEN `removed_at`
      WHEN NEW.`status` IN ('canceled', 'declined') THEN NEW.`ended_at`
      ELSE NULL END,
    `delivery` = NEW.`delivery`,
    `link_expires_at` = NEW.`expires_at`
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id` AND `invitation_id` = NEW.`id`;
END;
--> statement-breakpoint
-- A workspace never loses its last active administrator, whatever the path (R-08). Bulk acts leave
-- that row out in their WHERE; this is the wall behind them.
CREATE TRIGGER `last_admin_status` BEFORE UPDATE OF `status` ON `memberships`
WHEN OLD.`status` = 'active' AND NEW.`status` <> 'active'
  AND EXISTS (SELECT 1 FROM `role_assignments` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id` AND `role` = 'admin' AND `scope_id` = '')
  AND NOT EXISTS (
    SELECT 1 FROM `role_assignments` AS r JOIN `memberships` AS m ON m.`workspace_id` = r.`workspace_id` AND m.`id` = r.`membership_id`
    WHERE r.`workspace_id` = OLD.`workspace_id` AND r.`role` = 'admin' AND r.`scope_id` = '' AND r.`membership_id` <> OLD.`id` AND m.`status` = 'active')
BEGIN
  SELECT RAISE(ABORT, 'LAST_ADMIN');
END;
--> statement-breakpoint
CREATE TRIGGER `last_admin_role` BEFORE DELETE ON `role_assignments`
WHEN OLD.`role` = 'admin' AND OLD.`scope_id` = ''
  AND EXISTS (SELECT 1 FROM `memberships` WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id` AND `status` = 'active')
  AND NOT EXISTS (
    SELECT 1 FROM `role_assignments` AS r JOIN `memberships` AS m ON m.`workspace_id` = r.`workspace_id` AND m.`id` = r.`membership_id`
    WHERE r.`workspace_id` = OLD.`workspace_id` AND r.`role` = 'admin' AND r.`scope_id` = '' AND r.`membership_id` <> OLD.`membership_id` AND m.`status` = 'active')
BEGIN
  SELECT RAISE(ABORT, 'LAST_ADMIN');
END;
--> statement-breakpoint
CREATE TRIGGER `role_assignments_fixed` BEFORE UPDATE ON `role_assignments`
BEGIN
  SELECT RAISE(ABORT, 'ROLE_ASSIGNMENTS_ARE_REPLACED');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_events_kept` BEFORE DELETE ON `audit_events`
BEGIN
  SELECT RAISE(ABORT, 'AUDIT_IS_APPEND_ONLY');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_events_fixed` BEFORE UPDATE ON `audit_events`
BEGIN
  SELECT RAISE(ABORT, 'AUDIT_IS_APPEND_ONLY');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_seals_kept` BEFORE DELETE ON `audit_seals`
BEGIN
  SELECT RAISE(ABORT, 'AUDIT_IS_APPEND_ONLY');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_seals_fixed` BEFORE UPDATE ON `audit_seals`
BEGIN
  SELECT RAISE(ABORT, 'AUDIT_IS_APPEND_ONLY');
END;
