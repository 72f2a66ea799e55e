// Pictures of an update: on the page as they are, elsewhere as their text and where they are to be seen.
import { escaped } from '../frame/html.ts'
import { endings } from '../updates/picture.ts'
import type { Page, PageFile, PageUpdate } from './status-page.store.ts'

type Shown = Extract<PageFile, { alt: string }>
const isShown = (file: PageFile): file is Shown => Boolean(file.alt)
export const picturesOf = ({ files }: Pick<PageUpdate, 'files'>): Shown[] => (files ?? []).filter(isShown)
export const downloadsOf = ({ files }: Pick<PageUpdate, 'files'>): PageFile[] => (files ?? []).filter((file) => !isShown(file))

/** Beside the page, so that it is found on any host that the page is served from, and in its export. */
export const picturePath = ({ id, type }: Pick<Shown, 'id' | 'type'>) => `pictures/${id}.${endings[type]}`

/** Its size stands beside it, so that the page does not jump when it comes. */
export const pictures = (update: PageUpdate, root: string): string =>
  picturesOf(update)
    .map((file) => {
      const src = `${root}${picturePath(file)}`
      return `<p class="picture"><a href="${src}"><img src="${src}" alt="${escaped(file.alt)}" width="${file.width}" height="${file.height}" loading="lazy" decoding="async"></a></p>`
    })
    .join('')

const addressOf = ({ home }: Page, file: Shown) => `${home}/${picturePath(file)}`
export const pictureLinks = (page: Page, update: PageUpdate): string =>
  picturesOf(update)
    .map((file) => `<p><a href="${escaped(addressOf(page, file))}">${escaped(file.alt)}</a></p>`)
    .join('')
export const pictureLines = (page: Page, update: PageUpdate): string =>
  picturesOf(update)
    .map((file) => `\n\n${file.alt}: ${addressOf(page, file)}`)
    .join('')
