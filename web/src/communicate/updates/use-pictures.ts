import { useQueries } from '@tanstack/react-query'

/** Nothing is public before it is published: the pictures of a preview are put into it from the crisis’s own files. */
export function usePictures(html: string): string {
  const found = [...new Set([...html.matchAll(/pictures\/([0-9a-f-]{36})\.(png|jpg|webp|gif)/g)].map(([path]) => path))]
  const loaded = useQueries({
    queries: found.map((path) => ({ queryKey: ['picture', path], queryFn: () => asData(path), staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 })),
  })
  return found.reduce((shown, path, nth) => shown.replaceAll(`"${path}"`, `"${loaded[nth]?.data ?? ''}"`), html)
}

async function asData(path: string): Promise<string> {
  const [id = '', ending = ''] = path.replace('pictures/', '').split('.')
  const answer = await fetch(`/api/attachments/${encodeURIComponent(id)}`)
  if (!answer.ok) return ''
  const bytes = new Uint8Array(await answer.arrayBuffer())
  let text = ''
  for (let from = 0; from < bytes.length; from += 8_192) text += String.fromCharCode(...bytes.subarray(from, from + 8_192))
  return `data:image/${ending === 'jpg' ? 'jpeg' : ending};base64,${btoa(text)}`
}
