// What a zip archive says of itself in its central directory: judged without unpacking a byte of it.

export type ZipEntry = { name: string; packed: number; unpacked: number; sealed: boolean; at: number }

const [mostEntries, mostUnpacked, mostRatio, ratioCounts] = [2_000, 250 * 1024 ** 2, 100, 1024 ** 2]
/** The end of the directory stands in the last bytes; a comment may follow it. */
const endLength = 22

/** The entries; or why they cannot be told. */
export function entriesOf(zip: Buffer): ZipEntry[] | string {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + endLength > zip.length || end < zip.length - endLength - 0xffff) return 'it is a broken archive'
  const [count, size, start] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)]
  if (count === 0xffff || start === 0xffffffff || size === 0xffffffff || count > mostEntries) return 'it is an archive of more files than anybody looks at'
  const entries: ZipEntry[] = []
  let at = start
  for (let nth = 0; nth < count; nth += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) return 'it is a broken archive'
    const [flags, packed, unpacked] = [zip.readUInt16LE(at + 8), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)]
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + name), packed, unpacked, sealed: (flags & 1) === 1, at: zip.readUInt32LE(at + 42) })
    at += 46 + name + extra + comment
  }
  return entries
}

/** Why an archive is refused as one, whatever its files are called; undefined: it is of a sane size. */
export function bombIn(entries: readonly ZipEntry[], bytes: number): string | undefined {
  const unpacked = entries.reduce((sum, each) => sum + each.unpacked, 0)
  const packed = entries.reduce((sum, each) => sum + each.packed, 0)
  if (unpacked > mostUnpacked) return `it would unpack to ${Math.round(unpacked / 1024 ** 2)} MB`
  if (unpacked > ratioCounts && unpacked > mostRatio * Math.max(1, bytes))
    return `it would unpack to ${Math.round(unpacked / Math.max(1, bytes))} times its size`
  const hollow = entries.find((each) => each.unpacked > ratioCounts * 10 && each.unpacked > mostRatio * 3 * Math.max(1, each.packed))
  if (hollow) return 'a file in it would unpack to more than three hundred times its size'
  // Files that share their bytes: small for a mail, endless for who unpacks them.
  if (packed > bytes || new Set(entries.map(({ at }) => at)).size < entries.length) return 'its files lie over each other'
  return undefined
}
