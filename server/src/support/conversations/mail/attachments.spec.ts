import { describe, expect, test } from 'vitest'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { processorWatch } from '../../../../../journeys/support/processor-time.ts'
import { judgeFiles, mailLimits, type Part } from './attachments.ts'

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10', 'latin1'), Buffer.alloc(40)])

describe('What comes with a mail', () => {
  test.each([
    ['lamp.png', 'image/png', png, 'image/png'],
    ['invoice.pdf', 'application/pdf', '%PDF-1.7 …', 'application/pdf'],
    ['list.csv', 'text/csv', 'a,b\n1,2', 'text/csv'],
    ['notes.txt', 'text/plain', 'Hello', 'text/plain'],
    ['mail.eml', 'message/rfc822', 'From: a@b.example\n\nHi', 'message/rfc822'],
    ['page.html', 'text/html', '<!doctype html><p>Hello', 'text/html'],
    ['plan.svg', 'image/svg+xml', '<svg xmlns="x"><path d="M0 0"/></svg>', 'image/svg+xml'],
    ['report.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', zip({ 'word/document.xml': '<w/>' }), /wordprocessingml/],
    ['logs.zip', 'application/zip', zip({ 'a.log': 'x'.repeat(1_000), 'b/c.txt': 'y' }), 'application/zip'],
    ['app.log.gz', 'application/gzip', gzipSync('a line\n'.repeat(50)), 'application/gzip'],
  ])('is kept: %s', (filename, mimeType, content, type) => {
    const file = judged({ filename, mimeType, content: bytes(content) })
    expect(file).toMatchObject({ name: filename, verdict: 'kept', why: null, type: type instanceof RegExp ? expect.stringMatching(type) : type })
    expect(file.content.equals(bytes(content))).toBe(true)
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each([
    ['a program under another name', 'invoice.pdf', 'MZ\x90\0', /program/],
    ['a program under a hidden ending', 'photo\u202Egnp.exe', 'x', /program/],
    ['a program behind a second ending', 'invoice.pdf.exe', 'x', /program/],
    ['a program behind blanks', `invoice.pdf${' '.repeat(80)}.scr`, 'x', /program/],
    ['a program behind a dot', 'setup.exe. .', 'x', /program/],
    ['a script', 'run.ps1', 'Get-Item', /program/],
    ['a script by its first line', 'notes.txt', '#!/bin/sh\nrm -rf /', /program/],
    ['a Linux program', 'notes.txt', '\x7fELF\x02', /program/],
    ['a short cut', 'letter', 'L\0\0\0\x01\x14\x02\0', /program/],
    ['a document with macros by its ending', 'offer.docm', zip({ 'word/document.xml': '' }), /macros/],
    ['a document with macros under a harmless ending', 'offer.docx', zip({ 'word/vbaProject.bin': 'x' }), /macros/],
    ['an old document with macros', 'offer.doc', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('_VBA_PROJECT', 'utf16le')]), /macros/],
    ['a page with a script', 'a.html', '<html><script>alert(1)</script>', /script/],
    ['a page with a script in sixteen bits', 'a.html', Buffer.from('\ufeff<html><script>alert(1)</script>', 'utf16le'), /script/],
    ['a page that asks for a password', 'a.htm', '<form><input type=password>', /asks for something/],
    ['a page that is called a text', 'a.txt', '<!doctype html><img src=x onerror=alert(1)>', /script/],
    ['a drawing with a script', 'a.svg', '<svg><script>alert(1)</script></svg>', /drawing with a script/],
    ['a drawing that does something when it is shown', 'a.svg', '<svg onload="alert(1)">', /drawing with a script/],
    ['a drawing under a picture’s name', 'a.png', '<?xml version="1.0"?><svg onload="alert(1)">', /drawing with a script/],
    ['a drawing that grows', 'a.svg', '<!DOCTYPE svg [<!ENTITY a "aaa">]><svg>&a;</svg>', /grows/],
    ['a drawing with a page in it', 'a.svg', '<svg><foreignObject><b/></foreignObject></svg>', /script or something/],
    ['an archive with a program in it', 'a.zip', zip({ 'doc/setup.exe': 'x' }), /program or a script in it \(doc\/setup\.exe\)/],
    ['an archive in an archive', 'a.zip', zip({ 'b.zip': 'x' }), /another archive/],
    ['an archive that writes elsewhere', 'a.zip', zip({ '../../etc/passwd': 'x' }), /somewhere else/],
    ['an archive with a password', 'a.zip', zip({ 'a.txt': 'x' }, { sealed: true }), /password/],
    ['an archive that unpacks to far more', 'a.zip', zip({ 'a.txt': Buffer.alloc(20_000_000) }), /times its size/],
    ['an archive that says so', 'a.zip', zip({ 'a.txt': 'x' }, { says: 4_000_000_000 }), /would unpack to 3815 MB/],
    ['an archive whose files lie over each other', 'a.zip', zip({ 'a.txt': 'x', 'b.txt': 'x' }, { over: true }), /over each other/],
    ['a document that is such an archive', 'a.docx', zip({ 'word/document.xml': Buffer.alloc(20_000_000) }), /times its size/],
    ['half an archive', 'a.zip', zip({ 'a.txt': 'x' }).subarray(0, 40), /broken/],
    ['what is only called an archive', 'a.rar', 'hello', /called an archive/],
    ['an archive that nobody can look into', 'a.7z', '7z\xbc\xaf\x27\x1c', /cannot be looked into/],
    ['a packed folder', 'a.tar.gz', gzipSync('x'), /would not be kept/],
    ['a disk', 'a.iso', 'x', /called an archive/],
    ['a PDF that starts a program', 'a.pdf', '%PDF-1.4 /Launch', /starts another program/],
    ['a text with something packed into it', 'a.rtf', '{\\rtf1{\\object\\objdata 0105}}', /packed into it/],
    ['nothing', 'a.txt', '', /empty/],
    [
      'a picture of more points than a screen',
      'a.png',
      Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff', 'latin1'), Buffer.alloc(40)]),
      /more points/,
    ],
  ])('is refused, with why: %s', (_, filename, content, why) => {
    const file = judged({ filename, content: bytes(content) })
    expect(file.verdict).toBe('refused')
    expect(file.why).toMatch(why)
    expect(file.content.length).toBe(0)
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ann\\lamp.txt', 'lamp.txt'],
    ['a\0b\r\nc.txt', 'abc.txt'],
    ['  .hidden.txt ', 'hidden.txt'],
    ['CON.txt', '_CON.txt'],
    ['a<b>|c?.txt', 'a_b__c_.txt'],
    ['', 'attachment-1.txt'],
    [`${'x'.repeat(5_000)}.txt`, `${'x'.repeat(116)}.txt`],
  ])('is called %s and shown as %s', (filename, name) => expect(judged({ filename, content: bytes('Hello') }).name).toBe(name))

  test('says where a kept file is not what it says', () => {
    expect(judged({ filename: 'a.pdf', mimeType: 'application/pdf', content: png })).toMatchObject({
      verdict: 'kept',
      type: 'image/png',
      why: 'It says that it is application/pdf, and is not.',
    })
    expect(judged({ filename: 'a.pdf.txt', mimeType: 'text/plain', content: bytes('Hello') })).toMatchObject({
      verdict: 'kept',
      why: 'Its name has two endings (.pdf.txt).',
    })
  })
  test('is bounded in number and size; the rest is named, then counted', () => {
    const { files, uncounted } = judgeFiles(Array.from({ length: 500 }, (_, nth) => part({ filename: `${nth}.txt`, content: bytes('Hello') })))
    expect(files.filter(({ verdict }) => verdict === 'kept')).toHaveLength(mailLimits.most)
    expect(files.at(-1)).toMatchObject({ verdict: 'refused', why: 'More than 30 files came with this mail.' })
    expect(files.length + uncounted).toBe(500)
    expect(judged({ content: Buffer.alloc(10_000_001, 65) }).why).toMatch(/larger than 10 MB/)
    expect(judgeFiles(Array.from({ length: 4 }, () => part({ content: Buffer.alloc(9_000_000, 65) }))).files.map(({ verdict }) => verdict)).toEqual([
      'kept',
      'kept',
      'refused',
      'refused',
    ])
  })
  test('made to be slow is judged in a moment', () => {
    const spent = processorWatch()
    for (const bad of [
      '<svg '.repeat(1_000_000),
      '<'.repeat(9_000_000),
      `<svg ${' on'.repeat(3_000_000)}`,
      `PK\x03\x04${'PK\x05\x06'.repeat(2_000_000)}`,
      `<!--${' '.repeat(9_000_000)}`,
      '.'.repeat(9_000_000),
    ])
      judged({ filename: bad, content: bytes(bad) })
    expect(spent()).toBeLessThan(5_000)
  })
})

const bytes = (content: string | Buffer) => (typeof content === 'string' ? Buffer.from(content, /[\x80-\xff]/.test(content) ? 'latin1' : 'utf8') : content)
const part = (given: Partial<Part>): Part => ({
  filename: 'a.txt',
  mimeType: 'application/octet-stream',
  disposition: 'attachment',
  content: Buffer.from('Hello'),
  ...given,
})
const judged = (given: Partial<Part>) => judgeFiles([part(given)]).files[0] as ReturnType<typeof judgeFiles>['files'][number]

/** A zip archive, and such that say what is not so. */
function zip(files: Record<string, string | Buffer>, { sealed = false, says, over = false }: { sealed?: boolean; says?: number; over?: boolean } = {}): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(sealed ? 1 : 0, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(says ?? Buffer.byteLength(content), 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(over ? 0 : at, 42)
    bodies.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    at += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, ...directory, end])
}
