// What an attachment may be called: a file's name as it really is, without folders and without tricks.

/** `tricks`: what its sender did to make it look like something else, in sentences. `endings`: in lower case, the last one first. */
export type FileName = { name: string; endings: string[]; tricks: string[] }

export function cleanName(given: string, fallback: string): FileName {
  const tricks: string[] = []
  // Its ending says what opens it, however long the rest is.
  const text = (given.length > 1_000 ? `${given.slice(0, 500)}${given.slice(-500)}` : given).toWellFormed().normalize('NFC')
  if (turning.test(text)) tricks.push('Its name was written backwards in part, to look like another kind of file.')
  const bare = text.replace(invisible, '')
  const name = fitting(
    (bare.split(/[/\\]/).at(-1) ?? '')
      .replace(/[<>:"|?*]/g, '_')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[. ]+$/, '')
      .replace(/^\.+/, ''),
  )
  if (/ {5,}|\t/.test(bare)) tricks.push('Its name had many blanks, to push its ending out of sight.')
  const endings = name
    .toLowerCase()
    .split('.')
    .slice(1)
    .reverse()
    .map((each) => each.trim())
    .slice(0, 4)
  const safe = name === '' ? fallback : reserved.test(name) ? `_${name}` : name
  return { name: safe, endings, tricks }
}

const longest = 120
/** The ending stays, whatever is cut. */
function fitting(name: string): string {
  if (name.length <= longest) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return `${name.slice(0, longest - ending.length).toWellFormed()}${ending}`
}

const turning = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/
const invisible = /[\0-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
/** Windows opens devices by these names. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
