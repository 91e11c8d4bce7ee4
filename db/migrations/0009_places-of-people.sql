-- Where somebody stands, with their row: a list of a part shows each person at the first of its places, and
-- asking for the others cost two reads a row. `[[facet, derived], ...]`; NULL: in one place at most, by a row of
-- their own. Most people are in one place, so that most insertions write nothing here.
ALTER TABLE `memberships` ADD `stands_at` text;
--> statement-breakpoint
UPDATE `memberships` SET `stands_at` = (
  SELECT json_group_array(json_array(`facet`, `derived`)) FROM (
    SELECT 'unit:' || `unit_id` AS `facet`, 0 AS `derived` FROM `unit_members` u
      WHERE u.`workspace_id` = `memberships`.`workspace_id` AND u.`membership_id` = `memberships`.`id`
    UNION ALL
    SELECT 'group:' || `group_id`, `kind` = 'derived' FROM `group_members` g
      WHERE g.`workspace_id` = `memberships`.`workspace_id` AND g.`membership_id` = `memberships`.`id`)
  HAVING count(*) > 1 OR max(`derived`) = 1);
--> statement-breakpoint
CREATE TRIGGER `unit_noted` AFTER INSERT ON `unit_members`
BEGIN
  UPDATE `memberships` SET `stands_at` = iif(`stands_at` IS NOT NULL, json_insert(`stands_at`, '$[#]', json_array('unit:' || NEW.`unit_id`, 0)), (
    SELECT json_group_array(json_array(`facet`, `derived`)) FROM (
      SELECT 'unit:' || `unit_id` AS `facet`, 0 AS `derived` FROM `unit_members`
        WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`
      UNION ALL
      SELECT 'group:' || `group_id`, `kind` = 'derived' FROM `group_members`
        WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)))
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id`
    AND (`stands_at` IS NOT NULL
      OR EXISTS (SELECT 1 FROM `unit_members` WHERE `workspace_id` = NEW.`workspace_id`
        AND `membership_id` = NEW.`membership_id` AND `unit_id` <> NEW.`unit_id`)
      OR EXISTS (SELECT 1 FROM `group_members` WHERE `workspace_id` = NEW.`workspace_id`
        AND `membership_id` = NEW.`membership_id`));
END;
--> statement-breakpoint
CREATE TRIGGER `unit_forgotten` AFTER DELETE ON `unit_members`
BEGIN
  UPDATE `memberships` SET `stands_at` = (
    SELECT json_group_array(json(`value`)) FROM json_each(`stands_at`) WHERE `value` ->> 0 <> 'unit:' || OLD.`unit_id`)
  WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id` AND `stands_at` IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `group_noted` AFTER INSERT ON `group_members`
BEGIN
  UPDATE `memberships` SET `stands_at` = iif(`stands_at` IS NOT NULL,
    json_insert(`stands_at`, '$[#]', json_array('group:' || NEW.`group_id`, NEW.`kind` = 'derived')), (
    SELECT json_group_array(json_array(`facet`, `derived`)) FROM (
      SELECT 'unit:' || `unit_id` AS `facet`, 0 AS `derived` FROM `unit_members`
        WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`
      UNION ALL
      SELECT 'group:' || `group_id`, `kind` = 'derived' FROM `group_members`
        WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)))
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id`
    AND (`stands_at` IS NOT NULL OR NEW.`kind` = 'derived'
      OR EXISTS (SELECT 1 FROM `group_members` WHERE `workspace_id` = NEW.`workspace_id`
        AND `membership_id` = NEW.`membership_id` AND `group_id` <> NEW.`group_id`)
      OR EXISTS (SELECT 1 FROM `unit_members` WHERE `workspace_id` = NEW.`workspace_id`
        AND `membership_id` = NEW.`membership_id`));
END;
--> statement-breakpoint
CREATE TRIGGER `group_noted_anew` AFTER UPDATE OF `kind` ON `group_members`
WHEN (NEW.`kind` = 'derived') <> (OLD.`kind` = 'derived')
BEGIN
  UPDATE `memberships` SET `stands_at` = (
    SELECT json_group_array(json_array(`facet`, `derived`)) FROM (
      SELECT 'unit:' || `unit_id` AS `facet`, 0 AS `derived` FROM `unit_members`
        WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`
      UNION ALL
      SELECT 'group:' || `group_id`, `kind` = 'derived' FROM `group_members`
        WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`))
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`membership_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `group_forgotten` AFTER DELETE ON `group_members`
BEGIN
  UPDATE `memberships` SET `stands_at` = (
    SELECT json_group_array(json(`value`)) FROM json_each(`stands_at`) WHERE `value` ->> 0 <> 'group:' || OLD.`group_id`)
  WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id` AND `stands_at` IS NOT NULL;
END;
