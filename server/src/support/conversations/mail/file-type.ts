// What a file is, told by its first bytes and never by what it is called.
import { pictureIn } from '../../../communicate/updates/picture.ts'

/** `program`: something a machine would run. `packed`: an archive that cannot be looked into without unpacking it. */
export type FileType = { type: string; kind: 'picture' | 'document' | 'media' | 'text' | 'zip' | 'packed' | 'program' | 'unknown' }

export function typeOf(bytes: Buffer): FileType {
  const picture = pictureIn(bytes)
  if (picture) return { type: picture.type, kind: 'picture' }
  const first = bytes.toString('latin1', 0, 64)
  for (const [begins, type, kind] of known) if (begins.test(first)) return { type, kind }
  if (bytes.toString('latin1', 257, 262) === 'ustar') return { type: 'application/x-tar', kind: 'packed' }
  if (bytes.toString('latin1', 0x8001, 0x8006) === 'CD001') return { type: 'application/x-iso9660-image', kind: 'packed' }
  return textual(bytes) ?? { type: 'application/octet-stream', kind: 'unknown' }
}

const known: readonly (readonly [RegExp, string, FileType['kind']])[] = [
  [/^%PDF-/, 'application/pdf', 'document'],
  [/^PK(\x03\x04|\x05\x06|\x07\x08)/, 'application/zip', 'zip'],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, 'application/x-ole-storage', 'document'],
  [/^\{\\rtf/, 'application/rtf', 'document'],
  [/^MZ/, 'application/vnd.microsoft.portable-executable', 'program'],
  [/^\x7fELF/, 'application/x-elf', 'program'],
  [/^(\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/, 'application/x-mach-binary', 'program'],
  [/^L\0\0\0\x01\x14\x02\0/, 'application/x-ms-shortcut', 'program'],
  [/^ITSF/, 'application/vnd.ms-htmlhelp', 'program'],
  [/^dex\n/, 'application/x-dex', 'program'],
  [/^(\xef\xbb\xbf)?#!/, 'text/x-script', 'program'],
  [/^\x1f\x8b/, 'application/gzip', 'packed'],
  [/^7z\xbc\xaf\x27\x1c/, 'application/x-7z-compressed', 'packed'],
  [/^Rar!\x1a\x07/, 'application/vnd.rar', 'packed'],
  [/^\xfd7zXZ\0/, 'application/x-xz', 'packed'],
  [/^BZh[1-9]1AY&SY/, 'application/x-bzip2', 'packed'],
  [/^\x28\xb5\x2f\xfd/, 'application/zstd', 'packed'],
  [/^MSCF/, 'application/vnd.ms-cab-compressed', 'packed'],
  [/^.{7}\*\*ACE\*\*/s, 'application/x-ace-compressed', 'packed'],
  [/^BM.{8}.\0\0\0/s, 'image/bmp', 'document'],
  [/^(II\*\0|MM\0\*)/, 'image/tiff', 'document'],
  [/^.{4}ftyp(heic|heix|mif1|avif)/s, 'image/heic', 'document'],
  [/^.{4}ftyp(M4A)/s, 'audio/mp4', 'media'],
  [/^.{4}ftyp/s, 'video/mp4', 'media'],
  [/^(ID3|\xff[\xfb\xf3\xf2])/, 'audio/mpeg', 'media'],
  [/^OggS/, 'audio/ogg', 'media'],
  [/^RIFF.{4}WAVE/s, 'audio/wav', 'media'],
  [/^\x1aE\xdf\xa3/, 'video/webm', 'media'],
  [/^\x78\x9f\x3e\x22/, 'application/vnd.ms-tnef', 'document'],
]

const mostLooked = 256 * 1024

/** Text of some kind, or nothing that is known. */
function textual(bytes: Buffer): FileType | undefined {
  const head = bytes.subarray(0, mostLooked)
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (!wide && head.includes(0)) return undefined
  const text = textIn(head).trimStart().toLowerCase()
  // A browser looks for these anywhere near the beginning.
  if (/<svg[\s>]/.test(text.slice(0, 4_096))) return { type: 'image/svg+xml', kind: 'text' }
  if (/^(<!--[\s\S]{0,2000}?-->\s*)?<(!doctype html|html|head|body|script|iframe|meta|form)\b/.test(text)) return { type: 'text/html', kind: 'text' }
  if (text.startsWith('<?xml')) return { type: /<html[\s>]|1999\/xhtml/.test(text) ? 'text/html' : 'application/xml', kind: 'text' }
  if (text.startsWith('begin:vcalendar')) return { type: 'text/calendar', kind: 'text' }
  if (text.startsWith('begin:vcard')) return { type: 'text/vcard', kind: 'text' }
  return { type: 'text/plain', kind: 'text' }
}

/** As text, in whichever of the usual ways it was written. */
export function textIn(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}
