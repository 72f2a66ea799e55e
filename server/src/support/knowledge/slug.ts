// What an article's address is called: by its first title, for good, so that a link goes on working.

/** @param id stands in where a title has no letters that an address can have */
export function slugOf(title: string, id: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] as string)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
  return plain.length >= 3 ? plain : `article-${id.replaceAll('-', '').slice(-10)}`
}

/** The first of these that nobody has. */
export function freeSlug(wanted: string, taken: string[]): string {
  const has = new Set(taken)
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!has.has(slug)) return slug
  }
}
