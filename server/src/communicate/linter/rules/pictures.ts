// What a good alternative text is: what the picture tells, in a sentence, for somebody who cannot see it.
import type { Found, Rule } from '../linter.ts'

const [longest, leastWords] = [200, 2]
const saysThatItIsOne =
  /^(?:an? |the )?(?:image|picture|photo|photograph|screenshot|graphic|chart|diagram|bild|foto|grafik|imagen|imagem|画像)s?(?: of| that shows| von| de)? ?/i
const fileName = /^\S+\.(?:png|jpe?g|webp|gif)$|^(?:img|dsc|screenshot|image)[_\- ]?\d+/i

/** The first thing that is wrong with it. */
function wrongWith(alt: string): string | undefined {
  if (fileName.test(alt)) return `“${alt}” is the name of a file. Say what the picture shows: “Map: the eastern region is down”.`
  if (saysThatItIsOne.test(alt)) return `“${alt}” begins by saying that it is a picture, which every reader knows. Say what it shows.`
  if (alt.split(/\s+/).length < leastWords && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(alt))
    return `“${alt}” is one word. Say what the picture tells, as you would on the phone.`
  if (alt.length > longest)
    return `A text of ${alt.length} characters is long to listen to. Say it in ${longest}; what must be known in full belongs into the message.`
  return undefined
}

export const pictureRules: Rule[] = [
  {
    id: 'alternative-text',
    severity: 'warning',
    check: ({ draft: { pictures = [] } }): Found[] => [
      ...pictures.flatMap((alt) => wrongWith(alt) ?? []).map((sentence) => ({ sentence })),
      ...(new Set(pictures).size < pictures.length ? [{ sentence: 'Two pictures have the same text: who cannot see them cannot tell them apart.' }] : []),
    ],
  },
]
