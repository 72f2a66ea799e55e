// What the service worker is told: JSON that every push service takes, however long the text was.
import { cut, largest, plain } from '@leeward/channel/plain-text'

/** `tag`: a notification replaces the one of the same tag that is still shown. `url`: what is opened by it. */
export type Payload = { title: string; body: string; url: string; tag: string; lang?: string }

/** Services take 4,096 bytes encrypted, some less. */
const mostBytes = 3_000
const longestTitle = 200

/** At most 3,000 bytes: the body is cut first, then the title. Undefined where even without them it is too much. */
export function payloadOf({ title, body, url, tag, lang }: Payload): string | undefined {
  const name = plain(title).replace(/\n+/g, ' ')
  const text = plain(body)
  const told = (title: string, body: string): string => JSON.stringify({ title, body, url, tag, ...(lang ? { lang } : {}) })
  const fits = (each: string): boolean => Buffer.byteLength(each) <= mostBytes
  const titleLength = largest(longestTitle, (most) => fits(told(cut(name, most), '')))
  const shown = cut(name, titleLength)
  if (!fits(told(shown, ''))) return undefined
  return told(
    shown,
    cut(
      text,
      largest(mostBytes, (most) => fits(told(shown, cut(text, most)))),
    ),
  )
}
