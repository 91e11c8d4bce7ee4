import { useNavigate } from "@remix-run/react";
import clsx from "clsx";
import type { DragEvent, FormEvent } from "react";
import { useRef, useState } from "react";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { ErrorSummary, type FieldErrors } from "../ui/error-summary";
import { FieldError, fieldId } from "../ui/field";
import { Section } from "../ui/section";
import { Select } from "../ui/select";
import { TextArea } from "../ui/text-area";

const sections = { imports };

/** What the door for uploads answers. */
export type UploadAnswer = { to: string } | { error: string };

/** How far an upload is: reading a workbook, sending (percent), or being checked. */
type Phase = { step: "reading" | "checking" } | { step: "sending"; percent: number };

interface UploadFormProps {
  base: string;
  /** Of a post without scripts. */
  errors: FieldErrors | undefined;
  asksEncoding: boolean;
  encoding: string;
}

/** A file or pasted cells. With scripts the bytes are sent as they are, with a bar; without, as plain forms. */
export function UploadForm({ base, errors, asksEncoding, encoding }: UploadFormProps) {
  const manage = useManage(sections);
  const words = manage.imports.upload;
  const hydrated = useHydrated();
  const upload = useUpload(base);
  const shown = upload.errors ?? errors;
  const busy = upload.phase !== null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [source, setSource] = useState<"file" | "pasted">("file");
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (!file || !input.current || busy) return;
    const list = new DataTransfer();
    list.items.add(file);
    input.current.files = list.files;
    setChosen(file.name);
  }

  function sendFile(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (!file) return upload.refuse({ file: words.nothing });
    setSource("file");
    const told = new FormData(event.currentTarget).get("encoding");
    void upload.send(file, file.name, typeof told === "string" ? told : "");
  }

  function sendPasted(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const pasted = String(new FormData(event.currentTarget).get("pasted") ?? "");
    if (!pasted.trim()) return upload.refuse({ pasted: words.nothingPasted });
    setSource("pasted");
    void upload.send(new Blob([pasted]), words.pastedName, "utf-8");
  }

  return (
    <>
      <ErrorSummary errors={shown} />
      <form
        method="post"
        encType="multipart/form-data"
        onSubmit={sendFile}
        className="grid max-w-3xl justify-items-start gap-4"
      >
        {asksEncoding && (
          <div className="w-full max-w-sm">
            <Select
              name="encoding"
              label={words.encoding}
              hint={words.encodingHint}
              required
              defaultValue={encoding}
              options={Object.entries(words.encodings).map(([value, label]) => ({ value, label }))}
            />
          </div>
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a target for dragged files; the input in it does the same by keyboard. */}
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={clsx(
            "grid w-full gap-2 rounded-lg border border-dashed p-6 transition-colors",
            over ? "border-accent-text bg-accent-soft" : "border-line-strong bg-surface",
          )}
        >
          <label htmlFor={fieldId("file")} className="text-md font-medium">
            {hydrated ? (over ? words.dropNow : words.drop) : words.file}
          </label>
          <p id={`${fieldId("file")}-hint`} className="text-sm text-muted">
            {hydrated ? words.fileHint : words.fileHintPlain}
          </p>
          <input
            ref={input}
            type="file"
            name="file"
            id={fieldId("file")}
            accept={`.csv,.tsv,.txt,text/csv,text/tab-separated-values${hydrated ? ",.xlsx" : ""}`}
            aria-describedby={`${fieldId("file")}-hint${shown?.file ? ` ${fieldId("file")}-error` : ""}`}
            aria-invalid={shown?.file ? true : undefined}
            onChange={(event) => setChosen(event.target.files?.[0]?.name ?? null)}
            className="min-h-11 w-full py-2 file:me-3 file:min-h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:font-medium file:text-ink hover:file:bg-sunken"
          />
          <FieldError id={`${fieldId("file")}-error`}>{shown?.file}</FieldError>
          {upload.phase && source === "file" && <UploadProgress phase={upload.phase} />}
          <div>
            <Button
              type="submit"
              variant={hydrated && !chosen ? "secondary" : "primary"}
              pending={busy && source === "file"}
              disabled={busy && source !== "file"}
            >
              {words.send}
            </Button>
          </div>
        </div>
      </form>
      <div id="paste" className="max-w-3xl scroll-mt-16">
        <Section title={words.paste} description={words.pasteLead}>
          <form method="post" onSubmit={sendPasted} className="grid justify-items-start gap-3">
            <div className="w-full">
              <TextArea
                name="pasted"
                label={words.pasted}
                required
                rows={5}
                error={shown?.pasted}
                spellCheck={false}
                wrap="off"
                placeholder={"email\tfirst name\trole\nana@example.com\tAna\tlearner"}
                className="font-mono whitespace-pre"
              />
            </div>
            {upload.phase && source === "pasted" && <UploadProgress phase={upload.phase} />}
            <Button
              type="submit"
              pending={busy && source === "pasted"}
              disabled={busy && source !== "pasted"}
            >
              {words.sendPasted}
            </Button>
          </form>
        </Section>
      </div>
    </>
  );
}

function UploadProgress({ phase }: { phase: Phase }) {
  const manage = useManage(sections);
  const words = manage.imports.upload;
  const text =
    phase.step === "sending"
      ? words.uploading({ percent: phase.percent })
      : phase.step === "reading"
        ? words.reading
        : words.checking;
  return (
    <div className="grid w-full gap-2">
      <progress
        aria-label={words.send}
        max={100}
        value={phase.step === "sending" ? phase.percent : undefined}
        className="h-2 w-full accent-accent-text"
      />
      <p className="text-muted tabular-nums" aria-live="polite">
        {phase.step === "sending" ? <span aria-hidden="true">{text}</span> : text}
      </p>
    </div>
  );
}

/** Sends bytes with a bar, which only XMLHttpRequest can, and goes to the next step. */
function useUpload(base: string) {
  const manage = useManage(sections);
  const navigate = useNavigate();
  const [phase, setPhase] = useState<Phase | null>(null);
  const [errors, setErrors] = useState<FieldErrors | undefined>();

  function refuse(found: FieldErrors) {
    setPhase(null);
    setErrors(found);
  }

  async function send(content: Blob, name: string, encoding: string) {
    setErrors(undefined);
    let body = content;
    let told = encoding;
    if (/\.xlsx$/i.test(name)) {
      setPhase({ step: "reading" });
      const { csvOfWorkbook } = await import("./read-workbook.client");
      const sheet = await csvOfWorkbook(manage, content);
      if ("error" in sheet) return refuse({ file: sheet.error });
      body = sheet.csv;
      told = "utf-8";
    }
    setPhase({ step: "sending", percent: 0 });
    const query = new URLSearchParams({ fileName: name, ...(told && { encoding: told }) });
    const request = new XMLHttpRequest();
    request.open("POST", `${base}/imports/upload?${query}`);
    request.setRequestHeader("Content-Type", "text/csv");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) =>
      setPhase({ step: "sending", percent: Math.round((loaded / Math.max(total, 1)) * 100) });
    request.upload.onload = () => setPhase({ step: "checking" });
    const failed = () => refuse({ "": manage.imports.refusals.UPLOAD_BROKEN?.({}) });
    request.onerror = failed;
    request.onload = () => {
      const answer = request.response as UploadAnswer | null;
      if (!answer) failed();
      else if ("to" in answer) navigate(answer.to);
      else refuse({ "": answer.error });
    };
    request.send(body);
  }

  return { phase, errors, send, refuse };
}
