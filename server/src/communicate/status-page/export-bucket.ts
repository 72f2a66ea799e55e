// A bucket that the status pages are written into. A list beside them says which objects are ours, before they are written: whatever happens in between, none is forgotten, and
// what is not in the list belongs to others and is neither written nor removed.
import type { Bucket } from '../../platform/objects/bucket.ts'
import type { ExportPlace } from './export-place.ts'
import { briefly } from './serve.ts'

type List = { writtenBy: 'Leeward'; files: Record<string, string> }

export function bucketPlace(bucket: Bucket, name: string): ExportPlace {
  const keep = (files: Record<string, string>) =>
    bucket.put(list, {
      type: 'application/json; charset=utf-8',
      cacheControl: 'no-store',
      body: JSON.stringify({ writtenBy: 'Leeward', files } satisfies List),
    })
  return {
    mine: async (files) => {
      const known = await listIn(bucket, name)
      const fresh = files.filter(({ path, hash }) => known[path] !== hash)
      const others = await Promise.all(fresh.map(async ({ path }) => (!Object.hasOwn(known, path) && (await bucket.has(path)) ? [path] : [])))
      const foreign = others.flat()[0]
      if (foreign) throw new Error(`${name} holds ${foreign}, which is not ours. Give another bucket or another prefix, or take it away.`)
      // With no hash yet: whether it was written is not known until all of it was.
      if (fresh.length > 0) await keep({ ...known, ...Object.fromEntries(fresh.map(({ path }) => [path, ''])) })
      return new Map(Object.entries(known))
    },
    write: ({ path, type, body }) => bucket.put(path, { type, cacheControl: briefly, body }),
    remove: bucket.remove,
    done: (files) => keep(Object.fromEntries(files.map(({ path, hash }) => [path, hash]))),
  }
}

const list = '.leeward-status.json'

async function listIn(bucket: Bucket, name: string): Promise<Record<string, string>> {
  const text = await bucket.get(list)
  if (text === undefined) {
    const other = await bucket.any()
    if (other !== undefined) throw new Error(`${name} holds objects that are not ours (${other}). Give an empty bucket, or a prefix of its own.`)
    return {}
  }
  const files = (parsed(text) as Partial<List> | undefined)?.files
  if (typeof files !== 'object' || files === null || Object.values(files).some((hash) => typeof hash !== 'string'))
    throw new Error(`${name} holds a ${list} that is not ours. Give another bucket or another prefix.`)
  return files
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
