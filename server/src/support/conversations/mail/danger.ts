// Why a file is not kept: what would run, hides what it is, or grows when it is opened.
import { type FileType, textIn } from './file-type.ts'
import type { FileName } from './file-name.ts'
import { bombIn, entriesOf } from './zip.ts'

/** A sentence for the agent; undefined: nothing speaks against it. */
export function dangerIn(content: Buffer, { type, kind }: FileType, { endings: [ending = '', before = ''], tricks }: FileName): string | undefined {
  if (kind === 'program' || programs.has(ending)) return `It is a program or a script (${kind === 'program' ? type : `.${ending}`}).`
  if (macros.has(ending)) return `It is a document that may run macros (.${ending}).`
  if (kind === 'packed') return gzip(content, type, ending, before) ?? undefined
  if (kind === 'zip') return zipped(content)
  if (packers.has(ending)) return `It is called an archive (.${ending}) and is none that can be looked into.`
  if (type === 'application/x-ole-storage' && oleMacros.some((mark) => content.includes(mark))) return 'It is a document with macros.'
  if (type === 'application/rtf' && /\\obj(data|ect|ocx)/i.test(content.toString('latin1')))
    return 'It is a document with something packed into it that may run.'
  // Scripts of forms and attached invoices are usual in a PDF; that it starts another program is not.
  if (type === 'application/pdf' && /\/Launch\b/.test(content.toString('latin1'))) return 'It is a PDF that starts another program.'
  if (type === 'text/html' || type === 'image/svg+xml' || marked.has(ending)) return scripted(content, type)
  if (tricks.length > 0 && kind === 'unknown') return tricks[0]
  return undefined
}

const programs: ReadonlySet<string> = new Set(
  `exe com scr bat cmd pif cpl msi msp mst msc dll sys drv ocx ps1 psm1 psd1 ps1xml vb vbs vbe js jse mjs cjs wsf wsh wsc sct hta jar jnlp class lnk url scf inf reg
  chm hlp gadget application appref-ms settingcontent-ms library-ms search-ms searchconnector-ms diagcab xll ade adp mde accde crt sh bash zsh csh fish command run
  bin elf app dmg pkg deb rpm apk aab ipa xpi crx py pyc pyw pl rb php phar asp aspx jsp cgi swf workflow scpt applescript terminal desktop mht mhtml shtml xht one onepkg rdp`
    .split(/\s+/)
    .filter(Boolean),
)
const macros: ReadonlySet<string> = new Set('docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm slk iqy'.split(' '))
const packers: ReadonlySet<string> = new Set('zip 7z rar tar tgz gz bz2 tbz xz txz zst lz lzh arj ace cab iso img vhd vhdx udf wim z'.split(' '))
const marked: ReadonlySet<string> = new Set(['html', 'htm', 'svg', 'xhtml'])
/** The storage that holds macros, as its name stands in the directory. */
const oleMacros = ['_VBA_PROJECT', 'VBA\0', 'Macros\0'].map((name) => Buffer.from(name, 'utf16le'))

/** Logs come so. One file in it, and its size stands at its end; what is in it is called as the name says. */
function gzip(content: Buffer, type: string, ending: string, before: string): string | undefined {
  if (type !== 'application/gzip') return 'It is an archive that cannot be looked into without unpacking it.'
  if (ending === 'tgz' || packers.has(before) || programs.has(before) || macros.has(before)) return 'It is an archive of what would not be kept by itself.'
  const unpacked = content.length >= 18 ? content.readUInt32LE(content.length - 4) : Number.POSITIVE_INFINITY
  return unpacked > 100 * content.length ? 'It would unpack to more than a hundred times its size.' : undefined
}

/** Documents of offices are archives, too. */
function zipped(content: Buffer): string | undefined {
  const entries = entriesOf(content)
  if (typeof entries === 'string') return `It is not kept: ${entries}.`
  const bomb = bombIn(entries, content.length)
  if (bomb) return `It is not kept: ${bomb}.`
  for (const { name, sealed } of entries) {
    const path = name.toLowerCase()
    const [, ending = ''] = /\.([a-z0-9-]{1,30})$/.exec(path.replace(/[. ]+$/, '')) ?? []
    const shown = name.replace(/[^\p{L}\p{N} ._/-]/gu, '_').slice(-80)
    if (sealed) return 'It is an archive with a password: nobody can look into it.'
    if (/(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[a-z]:/i.test(path)) return `A file in it would be written somewhere else (${shown}).`
    if (/vbaproject|\/macros?\/|\/activex\//.test(path)) return 'It is a document with macros.'
    if (programs.has(ending) && !/^(word|xl|ppt|docprops|customxml|_rels)\/.*\.bin$/.test(path)) return `There is a program or a script in it (${shown}).`
    if (macros.has(ending) || packers.has(ending)) return `There is another archive, or a document that may run macros, in it (${shown}).`
  }
  return undefined
}

/** In a page or a drawing: everything that runs, sends, or loads. */
function scripted(content: Buffer, type: string): string | undefined {
  const text = textIn(content).replaceAll('\0', '')
  const what = type === 'image/svg+xml' ? 'a drawing' : 'a page'
  if (/<\s*(?:\w{1,20}:)?(script|iframe|object|embed|applet|base|frame|foreignobject|handler)\b/i.test(text))
    return `It is ${what} with a script or something that loads one.`
  if (/[\s"'/]on[a-z]{3,30}\s*=/i.test(text) || /(java|vb)script\s*:/i.test(text) || /data:\s*(text\/html|image\/svg)/i.test(text))
    return `It is ${what} with a script in it.`
  if (/<!entity\b/i.test(text)) return `It is ${what} that grows when it is opened.`
  if (/<\s*(form|input|button)\b/i.test(text)) return `It is ${what} that asks for something, as those that steal passwords do.`
  if (/http-equiv\s*=\s*["']?\s*refresh/i.test(text)) return `It is ${what} that leads somewhere else by itself.`
  return undefined
}
