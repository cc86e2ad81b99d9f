import { Fragment } from "react";
import type { ReactNode } from "react";

/**
 * The small part of Markdown that notes need: headings, lists, quotes, code, bold, italics and links. It makes React
 * elements only, so HTML in a note is shown as the text that it is; links go to http and https addresses only.
 */
export function MarkdownText({ text }: { text: string }) {
  return <>{blocksOf(text).map((block, index) => renderBlock(block, index))}</>;
}

export type Block =
  | { type: "heading"; level: number; text: string }
  | { type: "list"; isOrdered: boolean; items: string[] }
  | { type: "quote"; text: string }
  | { type: "code"; text: string }
  | { type: "paragraph"; lines: string[] };

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const last = blocks.at(-1);
    const heading = /^(#{1,3}) +(.+)$/.exec(line);
    const bullet = /^\s*([-*]|\d+[.)]) +(.*)$/.exec(line);
    if (line.startsWith("```")) {
      const end = lines.findIndex((other, at) => at > index && other.startsWith("```"));
      const close = end === -1 ? lines.length : end;
      blocks.push({ type: "code", text: lines.slice(index + 1, close).join("\n") });
      index = close;
    } else if (heading) blocks.push({ type: "heading", level: heading[1]!.length, text: heading[2]! });
    else if (bullet) {
      const isOrdered = /\d/.test(bullet[1]!);
      if (last?.type === "list" && last.isOrdered === isOrdered) last.items.push(bullet[2]!);
      else blocks.push({ type: "list", isOrdered, items: [bullet[2]!] });
    } else if (line.startsWith("> ")) blocks.push({ type: "quote", text: line.slice(2) });
    else if (line.trim() === "") blocks.push({ type: "paragraph", lines: [] });
    else if (last?.type === "paragraph") last.lines.push(line);
    else blocks.push({ type: "paragraph", lines: [line] });
  }
  return blocks.filter((block) => block.type !== "paragraph" || block.lines.length > 0);
}

function renderBlock(block: Block, key: number): ReactNode {
  switch (block.type) {
    case "heading":
      return (
        <p key={key} className="md-heading" data-level={block.level}>
          <Inline text={block.text} />
        </p>
      );
    case "list": {
      const List = block.isOrdered ? "ol" : "ul";
      return (
        <List key={key} className="md-list" data-ordered={block.isOrdered || undefined}>
          {block.items.map((item, index) => (
            <li key={index}>
              <Inline text={item} />
            </li>
          ))}
        </List>
      );
    }
    case "quote":
      return (
        <blockquote key={key} className="md-quote">
          <Inline text={block.text} />
        </blockquote>
      );
    case "code":
      return (
        <pre key={key} className="md-code">
          {block.text}
        </pre>
      );
    case "paragraph":
      return (
        <p key={key}>
          {block.lines.map((line, index) => (
            <Fragment key={index}>
              {index > 0 && <br />}
              <Inline text={line} />
            </Fragment>
          ))}
        </p>
      );
  }
}

export type Span =
  { type: "text" | "bold" | "italic" | "code"; text: string } | { type: "link"; text: string; href: string };

const inline =
  /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|(?<![\w])_([^_]+)_(?![\w])|\[([^[\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/g;

export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(inline)) {
    if (match.index > end) spans.push({ type: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const [whole, code, bold, star, underscore, label, target, address] = match;
    if (code !== undefined) spans.push({ type: "code", text: code });
    else if (bold !== undefined) spans.push({ type: "bold", text: bold });
    else if (star !== undefined || underscore !== undefined)
      spans.push({ type: "italic", text: star ?? underscore ?? "" });
    else if (address !== undefined) spans.push({ type: "link", text: address, href: address });
    else if (target !== undefined && isWebAddress(target))
      spans.push({ type: "link", text: label ?? target, href: target });
    else spans.push({ type: "text", text: whole });
  }
  if (end < text.length) spans.push({ type: "text", text: text.slice(end) });
  return spans;
}

/** Anything else (javascript:, data:, file:, relative) stays text. */
function isWebAddress(target: string): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol } = new URL(target);
  return protocol === "http:" || protocol === "https:";
}

function Inline({ text }: { text: string }) {
  return spansOf(text).map((span, index) => {
    switch (span.type) {
      case "bold":
        return <strong key={index}>{span.text}</strong>;
      case "italic":
        return <em key={index}>{span.text}</em>;
      case "code":
        return <code key={index}>{span.text}</code>;
      case "link":
        return (
          <a key={index} href={span.href} target="_blank" rel="noreferrer noopener nofollow" className="nodrag">
            {span.text}
          </a>
        );
      default:
        return <Fragment key={index}>{span.text}</Fragment>;
    }
  });
}
