// Pictures of a mail: fetched over our server, and put into the page as data, so that the page itself loads nothing.

/** @returns each as a data address, in their order; null where it could not be had */
export const fetchPictures = (path: string, count: number): Promise<(string | null)[]> =>
  Promise.all(Array.from({ length: Math.min(count, 50) }, (_, nth) => fetchPicture(`${path}/pictures/${nth}`)))

async function fetchPicture(path: string): Promise<string | null> {
  const answer = await fetch(path).catch(() => undefined)
  if (!answer?.ok) return null
  const picture = await answer.blob()
  return new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(typeof reader.result === 'string' ? reader.result : null)
    reader.onerror = () => done(null)
    reader.readAsDataURL(picture)
  })
}

/** The page with the pictures that there are, each where it was named. */
export function withPictures(html: string, pictures: readonly (string | null)[]): string {
  let nth = -1
  return html.replace(/ data-(?:remote|cid)="[^"]*"/g, (whole) => {
    nth += 1
    const picture = pictures[nth]
    return picture?.startsWith('data:image/') ? ` src="${picture}"` : whole
  })
}
