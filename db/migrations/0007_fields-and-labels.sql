ALTER TABLE `custom_fields` ADD `name_key` text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `position` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `required_for` text DEFAULT '[]' NOT NULL;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `in_form` integer DEFAULT true NOT NULL;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `in_import` integer DEFAULT true NOT NULL;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `retired_at` integer;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `last_op` text;
--> statement-breakpoint
-- What stands there already gets its key; of fields with one name the later ones get a number.
UPDATE `custom_fields` SET `name_key` = lower(`name`) || coalesce((
  SELECT ' ' || count(*) FROM `custom_fields` o WHERE o.`workspace_id` = `custom_fields`.`workspace_id`
    AND lower(o.`name`) = lower(`custom_fields`.`name`) AND o.`id` < `custom_fields`.`id`
  HAVING count(*) > 0), '');
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_fields_name` ON `custom_fields` (`workspace_id`,`name_key`) WHERE "custom_fields"."name_key" <> '';
--> statement-breakpoint
CREATE INDEX `memberships_described` ON `memberships` (`workspace_id`) WHERE "memberships"."custom_fields" <> '{}';
--> statement-breakpoint
-- Labels are a facet of the list, and counted: what words there are and how many people have each is read
-- from the counters, whatever the size of the workspace.
DROP TRIGGER `facet_counted_in`;
--> statement-breakpoint
CREATE TRIGGER `facet_counted_in` AFTER INSERT ON `membership_facets`
WHEN NEW.`facet` = '' OR NEW.`facet` GLOB 'unit:*' OR NEW.`facet` GLOB 'group:*' OR NEW.`facet` GLOB 'delivery:*'
  OR NEW.`facet` GLOB 'label:*'
BEGIN
  INSERT INTO `membership_counts` VALUES (NEW.`workspace_id`, NEW.`facet`, NEW.`status`, 1)
  ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
DROP TRIGGER `facet_counted_out`;
--> statement-breakpoint
CREATE TRIGGER `facet_counted_out` AFTER DELETE ON `membership_facets`
WHEN OLD.`facet` = '' OR OLD.`facet` GLOB 'unit:*' OR OLD.`facet` GLOB 'group:*' OR OLD.`facet` GLOB 'delivery:*'
  OR OLD.`facet` GLOB 'label:*'
BEGIN
  UPDATE `membership_counts` SET `count` = `count` - 1
  WHERE `workspace_id` = OLD.`workspace_id` AND `facet` = OLD.`facet` AND `status` = OLD.`status`;
END;
--> statement-breakpoint
DROP TRIGGER `membership_listed`;
--> statement-breakpoint
CREATE TRIGGER `membership_listed` AFTER INSERT ON `memberships`
BEGIN
  INSERT INTO `membership_facets`
    SELECT NEW.`workspace_id`, `value`, NEW.`shown_as`, NEW.`id`
    FROM json_each(json_array('', 'delivery:' || NEW.`delivery`, 'inviter:' || nullif(NEW.`inviter_id`, ''), 'import:' || NEW.`import_id`)) WHERE `value` IS NOT NULL;
  INSERT OR IGNORE INTO `membership_facets`
    SELECT NEW.`workspace_id`, 'label:' || `value`, NEW.`shown_as`, NEW.`id` FROM json_each(NEW.`labels`);
  INSERT OR IGNORE INTO `membership_terms`
    SELECT NEW.`workspace_id`, NEW.`shown_as`, `value`, NEW.`id` FROM json_each(NEW.`search_terms`);
END;
--> statement-breakpoint
DROP TRIGGER `membership_relisted`;
--> statement-breakpoint
CREATE TRIGGER `membership_relisted` AFTER UPDATE OF `shown_as`, `delivery`, `inviter_id`, `search_terms`, `labels` ON `memberships`
WHEN NEW.`shown_as` <> OLD.`shown_as` OR NEW.`delivery` <> OLD.`delivery`
  OR NEW.`inviter_id` <> OLD.`inviter_id` OR NEW.`search_terms` <> OLD.`search_terms`
  OR NEW.`labels` <> OLD.`labels`
BEGIN
  DELETE FROM `membership_facets`
  WHERE `workspace_id` = OLD.`workspace_id` AND `status` = OLD.`shown_as` AND `membership_id` = OLD.`id`
    AND `facet` IN (
      SELECT `value` FROM json_each(json_array('', 'delivery:' || OLD.`delivery`, 'inviter:' || OLD.`inviter_id`, 'import:' || OLD.`import_id`))
      UNION ALL SELECT 'role:' || `role` FROM `role_assignments` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id`
      UNION ALL SELECT 'unit:' || `unit_id` FROM `unit_members` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id`
      UNION ALL SELECT 'group:' || `group_id` FROM `group_members` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`id`
      UNION ALL SELECT 'label:' || `value` FROM json_each(OLD.`labels`))
    AND (NEW.`shown_as` <> OLD.`shown_as`
      OR (`facet` = 'delivery:' || OLD.`delivery` AND NEW.`delivery` <> OLD.`delivery`)
      OR (`facet` = 'inviter:' || OLD.`inviter_id` AND NEW.`inviter_id` <> OLD.`inviter_id`)
      OR (`facet` GLOB 'label:*' AND `facet` NOT IN (SELECT 'label:' || `value` FROM json_each(NEW.`labels`))));
  INSERT OR IGNORE INTO `membership_facets`
    SELECT NEW.`workspace_id`, `facet`, NEW.`shown_as`, NEW.`id` FROM (
      SELECT `value` AS `facet` FROM json_each(json_array('', 'delivery:' || NEW.`delivery`, 'inviter:' || nullif(NEW.`inviter_id`, ''), 'import:' || NEW.`import_id`)) WHERE `value` IS NOT NULL
      UNION ALL SELECT 'role:' || `role` FROM `role_assignments` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`
      UNION ALL SELECT 'unit:' || `unit_id` FROM `unit_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`
      UNION ALL SELECT 'group:' || `group_id` FROM `group_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`
      UNION ALL SELECT 'label:' || `value` FROM json_each(NEW.`labels`));
  DELETE FROM `membership_terms`
  WHERE `workspace_id` = OLD.`workspace_id` AND `status` = OLD.`shown_as` AND `membership_id` = OLD.`id`
    AND `term` IN (SELECT `value` FROM json_each(OLD.`search_terms`))
    AND (NEW.`shown_as` <> OLD.`shown_as` OR NEW.`search_terms` <> OLD.`search_terms`);
  INSERT OR IGNORE INTO `membership_terms`
    SELECT NEW.`workspace_id`, NEW.`shown_as`, `value`, NEW.`id` FROM json_each(NEW.`search_terms`)
    WHERE NEW.`shown_as` <> OLD.`shown_as` OR NEW.`search_terms` <> OLD.`search_terms`;
END;
--> statement-breakpoint
INSERT OR IGNORE INTO `membership_facets`
  SELECT m.`workspace_id`, 'label:' || l.`value`, m.`shown_as`, m.`id`
  FROM `memberships` m CROSS JOIN json_each(m.`labels`) l WHERE m.`labels` <> '[]';
