// A folder that the status pages are written into. All of it is ours, or none.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type ExportPlace, hashOf } from './export-place.ts'

export function folderPlace(folder: string): ExportPlace {
  const root = resolve(folder)
  return {
    mine: async () => {
      await ours(root)
      const there = (await filesBelow(root)).filter((path) => path !== mark)
      return new Map(await Promise.all(there.map(async (path) => [path, hashOf(await readFile(join(root, path)))] as const)))
    },
    write: ({ path, body }) => writeWhole(join(root, path), body),
    remove: (path) => rm(join(root, path)),
    done: async () => {},
  }
}

const mark = '.leeward-status'

async function ours(root: string): Promise<void> {
  await mkdir(root, { recursive: true })
  const there = await readdir(root)
  if (there.length > 0 && !there.includes(mark)) throw new Error(`${root} holds files that are not ours. Give an empty folder, or a new one.`)
  await writeFile(join(root, mark), 'Written by Leeward: what is in this folder is replaced.\n')
}

async function writeWhole(file: string, body: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const fresh = `${file}.${randomBytes(4).toString('hex')}.new`
  await writeFile(fresh, body)
  await rename(fresh, file)
}

const filesBelow = async (root: string): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
