import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { CheckedAddress } from "../../../worker/domain/invitations/check-addresses";
import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";

const sections = { invite };

/** What the invite page answers when it is asked how addresses stand. */
export interface AddressCheck {
  checked?: { addresses: CheckedAddress[]; repeated: number };
  errors?: Record<string, string>;
}

/** A person in the box: what was written, and what the server made of it once it was asked. */
export interface AddressChip {
  key: number;
  text: string;
  checked: CheckedAddress | null;
}

const pauseMs = 150;

/** More than one address, or what will be: the server reads it, this only guesses. */
function looksSeveral(text: string): boolean {
  return /[\n\t,;]/.test(text.trim()) || text.split("@").length > 2;
}

export type Addresses = ReturnType<typeof useAddresses>;

/**
 * The people in the box of the invitation form. Every text goes to the server, which alone knows what is an
 * address, and comes back as people. `given` is what the last answer put into the form; a new one begins anew.
 */
export function useAddresses(start: string, given: unknown, action: string) {
  const manage = useManage(sections);
  const { box } = manage.invite;
  const checker = useFetcher<AddressCheck>();
  const loner = useFetcher<AddressCheck>();
  const keys = useRef(0);
  const [{ chips, merged }, setPeople] = useState<People>(() => ({
    chips: looksSeveral(start) ? [chipOf(start)] : [],
    merged: 0,
  }));
  const [typed, setTyped] = useState(looksSeveral(start) ? "" : start);
  const [place, setPlace] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const [error, setError] = useState<string>();
  const asked = useRef<number[]>([]);
  const stuck = useRef("");

  const setChips = (change: (chips: AddressChip[]) => AddressChip[]) =>
    setPeople((now) => ({ ...now, chips: change(now.chips) }));

  function chipOf(text: string, checked: CheckedAddress | null = null): AddressChip {
    keys.current += 1;
    return { key: keys.current, text: text.trim(), checked };
  }

  function reset(text: string) {
    const several = looksSeveral(text);
    setPeople({ chips: several ? [chipOf(text)] : [], merged: 0 });
    setTyped(several ? "" : text);
    setPlace(null);
    setError(undefined);
  }

  const begun = useRef(given);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer begins anew.
  useEffect(() => {
    if (begun.current === given) return;
    begun.current = given;
    reset(start);
  }, [given]);

  const waiting = chips.filter(({ checked }) => checked === null);
  const waitingKeys = waiting.map(({ key }) => key).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks when something new waits and nothing is under way.
  useEffect(() => {
    if (checker.state !== "idle" || waitingKeys === "" || waitingKeys === stuck.current) return;
    const timer = setTimeout(() => {
      asked.current = waiting.map(({ key }) => key);
      const email = waiting.map(({ text }) => text).join("\n");
      checker.submit({ intent: "check", email }, { method: "post", action });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [waitingKeys, checker.state, action]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once an answer.
  useEffect(() => {
    if (!checker.data) return;
    const { checked, errors } = checker.data;
    setError(errors?.email ?? errors?.[""]);
    if (!checked) {
      stuck.current = asked.current.join();
      return;
    }
    const answered = asked.current;
    const people = checked.addresses.map((one) => chipOf(one.text, one));
    setPeople((now) => settled(now, answered, people, checked.repeated));
    const look = checked.addresses.filter(needsLook).length;
    const added = box.added({ count: checked.addresses.length });
    setSaid(look > 0 ? `${added} ${box.look({ count: look })}` : added);
  }, [checker.data]);

  function commit(text: string) {
    if (text.trim() === "") return;
    const chip = chipOf(text);
    setChips((now) => now.toSpliced(place ?? now.length, 0, chip));
    setTyped("");
    setPlace(null);
  }

  const lone = chips.length === 0 && typed.trim() !== "" ? typed.trim() : null;
  const seen = loner.data?.checked?.addresses[0];
  return {
    chips,
    typed,
    said,
    error,
    merged,
    /** What stands in the box, as the form sends it. */
    text: [...chips.map(({ text }) => text), typed.trim()].filter(Boolean).join("\n"),
    several:
      chips.length + (typed.trim() ? 1 : 0) > 1 ||
      chips.some(({ text, checked }) => !checked && text.split("@").length > 2),
    /** How one address that was typed and left stands. */
    lone: lone && seen?.text === lone ? seen : null,
    type: setTyped,
    commit,
    reset,
    /** The box was left: several become people, one stays as it is typed and is looked at. */
    leave() {
      if (chips.length > 0 || looksSeveral(typed)) commit(typed);
      else if (lone?.includes("@") && seen?.text !== lone) {
        loner.submit({ intent: "check", email: lone }, { method: "post", action });
      }
    },
    edit(key: number) {
      const at = chips.findIndex((chip) => chip.key === key);
      const begun = typed.trim() ? [chipOf(typed)] : [];
      setTyped(chips[at]?.text ?? "");
      setChips((now) => [...now.filter((chip) => chip.key !== key), ...begun]);
      setPlace(at);
    },
    mend(key: number, text: string) {
      const mended = chipOf(text);
      setChips((now) => now.map((chip) => (chip.key === key ? mended : chip)));
    },
    remove(key: number) {
      const gone = chips.find((chip) => chip.key === key);
      setChips((now) => now.filter((chip) => chip.key !== key));
      setSaid(box.removed({ address: gone?.checked?.display ?? gone?.text ?? "" }));
    },
  };
}

interface People {
  chips: AddressChip[];
  /** How many stood there twice. */
  merged: number;
}

/** The people that were read from texts, in their place; whoever is in the box already is merged. */
function settled(now: People, asked: readonly number[], read: AddressChip[], repeated: number): People {
  const at = now.chips.findIndex(({ key }) => asked.includes(key));
  if (at < 0) return now;
  const others = now.chips.filter(({ key }) => !asked.includes(key));
  const held = new Set(others.flatMap(({ checked }) => checked?.email ?? []));
  const fresh = read.filter(({ checked }) => !held.has(checked?.email ?? ""));
  return {
    chips: others.toSpliced(at, 0, ...fresh),
    merged: now.merged + repeated + read.length - fresh.length,
  };
}

/** True where somebody should look before sending. */
export function needsLook({ state, suggestion }: CheckedAddress): boolean {
  return state !== "new" || suggestion !== null;
}
