// The items of an export, one by one, however large the file is: a JSON value on each line, one list, or pages of an API with lists in them.
// Why not JSON.parse: a year of tickets does not fit in memory, and one broken item must not lose the others.
type Found = (item: { list: string | null; text: string; line: number }) => void
type Refuse = (line: number, reason: string, value: string) => void
export type Items = { push: (text: string) => void; end: () => void }

/** Lists of a page; what stands in `comments` and `messages` is a page too where the object has no id of its own. */
const lists = new Set(['tickets', 'conversations', 'users', 'contacts', 'payload'])
const listsOfPage = new Set(['comments', 'messages'])
const wrappers = new Set(['data'])

type Frame = { kind: '{' | '['; list: string | null; key: string | null; named: boolean; begun: number }

/** @param longest characters that one item may have */
export function createItems(found: Found, refuse: Refuse, longest = 8_000_000): Items {
  let all = ''
  let [at, line] = [0, 1]
  // Containers that are walked through; what stands in them and is no container is an item, and is kept whole.
  const frames: Frame[] = []
  let item: { from: number; line: number; depth: number; quoted: boolean; escaped: boolean; list: string | null; long: boolean } | undefined
  let lost = false

  const top = () => frames.at(-1)

  function push(text: string): void {
    all = all.slice(keepFrom()) + text
    step(false)
  }
  /** What is behind us is forgotten. */
  function keepFrom(): number {
    const from = item && !item.long ? item.from : (frames.find(({ kind, list }) => kind === '{' && list === null)?.begun ?? at)
    const kept = Math.min(from, at)
    at -= kept
    if (item) item.from -= kept
    for (const frame of frames) frame.begun -= kept
    return kept
  }

  function step(last: boolean): void {
    for (; at < all.length; at += 1) {
      const char = all[at] as string
      if (char === '\n') line += 1
      if (item) {
        if (insideItem(char)) closeItem()
      } else if (!between(char, last)) return
    }
  }

  /** @returns whether it ends here */
  function insideItem(char: string): boolean {
    const now = item as NonNullable<typeof item>
    if (!now.long && at - now.from > longest) {
      refuse(
        now.line,
        `This item is longer than ${longest.toLocaleString('en')} characters. Shorten it, or leave its attachments out.`,
        all.slice(now.from, now.from + 200),
      )
      now.long = true
    }
    if (now.quoted) {
      if (now.escaped) now.escaped = false
      else if (char === '\\') now.escaped = true
      else if (char === '"') now.quoted = false
      return !now.quoted && now.depth === 0
    }
    // A number or a word ends where the next thing begins; that is looked at once more.
    if (now.depth === 0 && /[\s,}\]]/.test(char)) {
      at -= 1
      if (char === '\n') line -= 1
      return true
    }
    if (char === '"') now.quoted = true
    else if (char === '{' || char === '[') now.depth += 1
    else if (char === '}' || char === ']') now.depth -= 1
    return now.depth === 0 && (char === '}' || char === ']')
  }
  function closeItem(): void {
    const { from, line: begun, list, long } = item as NonNullable<typeof item>
    item = undefined
    if (long) return
    const text = all.slice(from, at + 1)
    if (frames.length === 0 || top()?.kind === '[') found({ list, text, line: begun })
  }

  /** Between items: the structure of the file. @returns false where more must come first */
  function between(char: string, last: boolean): boolean {
    const frame = top()
    if (/[\s,:]/.test(char)) return true
    if (char === '}' || char === ']') {
      if (frame) frames.pop()
      else stray(char)
      return true
    }
    if (!frame) {
      if (char === '[') frames.push({ kind: '[', list: null, key: null, named: false, begun: at })
      else if (char === '{') {
        const page = isPage(last)
        if (page === undefined) return false
        if (page) frames.push({ kind: '{', list: '', key: null, named: false, begun: at })
        else begin(null, 1)
      } else stray(char)
      return true
    }
    if (frame.kind === '[') {
      begin(frame.list, char === '{' || char === '[' ? 1 : 0)
      if (item && char === '"') item.quoted = true
      return true
    }
    return inPage(frame, char)
  }

  function inPage(frame: Frame, char: string): boolean {
    if (char === '"' && frame.key === null) {
      const key = /^"((?:[^"\\]|\\.)*)"/.exec(all.slice(at, at + 300))
      if (!key && at + 300 >= all.length) return false
      if (!key) {
        stray(char)
        return true
      }
      frame.key = key[1] as string
      at += key[0].length - 1
      return true
    }
    const key = frame.key ?? ''
    frame.key = null
    if (char === '[' && (lists.has(key) || listsOfPage.has(key))) frames.push({ kind: '[', list: key, key: null, named: false, begun: at })
    else if (char === '{' && wrappers.has(key)) frames.push({ kind: '{', list: '', key: null, named: false, begun: at })
    else {
      begin(null, char === '{' || char === '[' ? 1 : 0)
      if (item && char === '"') item.quoted = true
    }
    return true
  }

  function begin(list: string | null, depth: number): void {
    item = { from: at, line, depth, quoted: false, escaped: false, list, long: false }
  }

  /** Whether the object that begins here is a page of an API. Told by what its first names are: an item names itself before it lists anything. */
  function isPage(last: boolean): boolean | undefined {
    const head = all.slice(at, at + 65_536)
    const names = namesAt(head)
    for (const { name, value } of names.names) {
      if (name === 'id' || name === 'uuid' || name === 'subject') return false
      if ((lists.has(name) || listsOfPage.has(name)) && value === '[') return true
      if (wrappers.has(name) && value === '{') return true
    }
    if (names.whole || last || head.length >= 65_536) return false
    return undefined
  }

  function stray(char: string): void {
    if (lost) return
    lost = true
    refuse(line, 'This is no JSON: an item, a list of items, or an item on each line is expected here.', all.slice(at, at + 60) || char)
  }

  return {
    push,
    end: () => {
      step(true)
      if (item) {
        at = all.length - 1
        if (item.depth === 0 && !item.quoted) closeItem()
        else if (!item.long)
          refuse(item.line, 'The file ends in the middle of this item: it was cut off. Export it again.', all.slice(item.from, item.from + 200))
      } else if (frames.length > 0) refuse(line, 'The file ends before its list does: it was cut off. What stands before was read.', '')
    },
  }
}

/** The names of an object's own level, as far as the text goes, with the first character of what they hold. */
function namesAt(head: string): { names: { name: string; value: string }[]; whole: boolean } {
  const names: { name: string; value: string }[] = []
  let [depth, quotedAt, key] = [0, -1, undefined as string | undefined]
  for (let i = 0; i < head.length; i += 1) {
    const char = head[i]
    if (quotedAt >= 0) {
      if (char === '\\') i += 1
      else if (char === '"') {
        if (depth === 1 && key === undefined) key = head.slice(quotedAt + 1, i)
        else if (depth === 1 && key !== undefined) key = undefined
        quotedAt = -1
      }
      continue
    }
    if (char === '"') {
      if (depth === 1 && key !== undefined) names.push({ name: key, value: '"' })
      quotedAt = i
    } else if (char === '{' || char === '[') {
      if (depth === 1 && key !== undefined) {
        names.push({ name: key, value: char })
        key = undefined
      }
      depth += 1
    } else if (char === '}' || char === ']') {
      depth -= 1
      if (depth === 0) return { names, whole: true }
    } else if (depth === 1 && char === ',') key = undefined
    else if (depth === 1 && key !== undefined && char !== undefined && /[\w-]/.test(char) && names.at(-1)?.name !== key) names.push({ name: key, value: char })
  }
  return { names, whole: false }
}
