// What comes with a mail: what each file really is, whether it is kept, and why not.
import { createHash } from 'node:crypto'
import { mostPixels, pictureIn } from '../../../communicate/updates/picture.ts'
import { largestAttachment } from '../../../stabilize/attachments/attachments.contract.ts'
import { cleanName, type FileName } from './file-name.ts'
import { typeOf } from './file-type.ts'
import { dangerIn } from './danger.ts'

/**
 * `content` is empty where it was refused: the mail as it came has it still. `type`: by its bytes. `cid`: what the HTML calls it by.
 * `why`: a sentence for the agent; also of what is kept, where something about it is odd.
 */
export type MailFile = {
  name: string
  type: string
  bytes: number
  sha256: string
  content: Buffer
  verdict: 'kept' | 'refused'
  why: string | null
  cid: string | null
  inline: boolean
}

export type Part = { filename: string | null; mimeType: string; contentId?: string; related?: boolean; disposition: string | null; content: Buffer }

/** `of`: what they came with, in the sentences. `beyond`: what is said in their place of whatever is too many or too much. */
export type FileLimits = { most: number; together: number; of: 'mail' | 'message'; beyond?: string }
/** Nobody attaches more by hand, and a desk that keeps them all can be filled by anybody. */
export const mailLimits: FileLimits = { most: 30, together: 25_000_000, of: 'mail' }

/** In their order; those beyond the limits are named and not kept. Beyond four times as many they are only counted. */
export function judgeFiles(parts: readonly Part[], limits: FileLimits = mailLimits): { files: MailFile[]; uncounted: number } {
  const { most, of, beyond } = limits
  let [count, together] = [0, 0]
  // Also where none may come any more: whoever sent them is told.
  const named = 4 * Math.max(1, most)
  const files = parts.slice(0, named).map((part, nth) => {
    const limit =
      count >= most
        ? (beyond ?? `More than ${most} files came with this ${of}.`)
        : part.content.length > largestAttachment
          ? `It is larger than ${largestAttachment / 1_000_000} MB.`
          : together + part.content.length > limits.together
            ? (beyond ?? `The files of this ${of} are larger than ${limits.together / 1_000_000} MB together.`)
            : undefined
    const file = judged(part, nth, limit)
    if (file.verdict === 'kept') {
      count += 1
      together += file.bytes
    }
    return file
  })
  return { files, uncounted: Math.max(0, parts.length - named) }
}

function judged({ filename, mimeType, contentId, related, disposition, content }: Part, nth: number, limit: string | undefined): MailFile {
  const found = typeOf(content)
  const type = nameOfType(found.type, mimeType)
  const named = cleanName(filename ?? '', `attachment-${nth + 1}${endingOf[type] ?? ''}`)
  const picture = found.kind === 'picture' ? pictureIn(content) : undefined
  const why =
    limit ??
    (content.length === 0 ? 'It is empty.' : undefined) ??
    (picture && picture.width * picture.height > mostPixels ? 'It is a picture of more points than a screen can hold.' : undefined) ??
    dangerIn(content, found, named)
  const cid = contentId?.replace(/^<|>$/g, '').slice(0, 300) || null
  return {
    name: named.name,
    type,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content: why ? Buffer.alloc(0) : content,
    verdict: why ? 'refused' : 'kept',
    why: why ?? odd(named, found.type, mimeType),
    cid,
    inline: cid !== null && picture !== undefined && (related === true || disposition !== 'attachment'),
  }
}

/** Of what shows nothing in its bytes, what its sender says, where that is harmless to believe. */
function nameOfType(found: string, declared: string): string {
  const said = declared.toLowerCase().slice(0, 100)
  if (found === 'application/zip') return /^application\/(vnd\.(openxmlformats|oasis)[\w.+-]{1,80}|epub\+zip)$/.test(said) ? said : found
  if (found === 'application/x-ole-storage') return /^application\/(msword|vnd\.ms-(excel|powerpoint|outlook))$/.test(said) ? said : found
  if (found === 'text/plain') return /^(text\/(csv|plain|markdown|calendar|vcard)|application\/json|message\/rfc822)$/.test(said) ? said : found
  return found
}

/** Kept, but not what it says; whoever opens it should know. */
function odd({ tricks, endings }: FileName, found: string, declared: string): string | null {
  if (tricks[0]) return tricks[0]
  if (endings.length > 1 && known.has(endings[1] as string) && endings[1] !== endings[0]) return `Its name has two endings (.${endings[1]}.${endings[0]}).`
  const claimed = Object.keys(endingOf).find((type) => type === declared.toLowerCase())
  return claimed && claimed !== found && /^(image|audio|video)\/|pdf$/.test(claimed) ? `It says that it is ${claimed}, and is not.` : null
}

const endingOf: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
  'text/calendar': '.ics',
  'message/rfc822': '.eml',
  'application/zip': '.zip',
  'video/mp4': '.mp4',
  'audio/mpeg': '.mp3',
  'text/html': '.html',
}
const known: ReadonlySet<string> = new Set('pdf doc docx xls xlsx ppt pptx odt ods txt csv png jpg jpeg gif webp mp3 mp4'.split(' '))
