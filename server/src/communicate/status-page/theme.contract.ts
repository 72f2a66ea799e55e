import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1a56b8')
const Accent = z.object({ light: Colour, dark: Colour })

/** As it is kept: the logo is always a picture in SVG, which may hold one in pixels. */
export const Theme = z.object({
  accent: Accent.nullable().default(null),
  logo: z.string().nullable().default(null),
  header: z.string().default(''),
  footer: z.string().default(''),
})
export const PutTheme = z.object({
  accent: Accent.nullable().default(null).describe('of links and focus, on white and on the dark page; readable on both'),
  logo: z
    .object({ type: z.enum(['image/svg+xml', 'image/png']), base64: z.base64().max(80_000) })
    .nullable()
    .optional()
    .describe('60 kB at most; left out: as it is'),
  header: Text(2_000).default('').describe('Markdown with the variables brand, state, page, language, year'),
  footer: Text(2_000).default(''),
})
export const ThemeView = z.object({ accent: Accent.nullable(), logo: z.boolean(), header: z.string(), footer: z.string() })
const Contrast = z.number().nullable().describe('of links to the page, by WCAG 2; text needs 4.5')
/** What a wish would look like, before anything is kept of it. */
export const ThemePreview = z.object({
  problem: z.string().nullable().describe('why it is not kept as it stands; then what is shown is as it was'),
  contrast: z.object({ light: Contrast, dark: Contrast }),
  html: z.object({ light: z.string(), dark: z.string() }).describe('the front page, as readers of each scheme see it'),
})
export const PageAddress = z.object({
  home: z.string().describe('where customers read the page now'),
  shared: z.string().describe('the address below the status host, which stays'),
  line: z
    .object({ name: z.string(), type: z.literal('CNAME'), value: z.string() })
    .nullable()
    .describe('to add to the DNS; null where no name is asked about'),
  state: z.enum(['none', 'right', 'wrong', 'unknown']).describe('of that name now; none: no name is asked about'),
  sentence: z.string().nullable().describe('what was found, and what to do'),
  private: z.boolean(),
})
export type ThemePreview = z.output<typeof ThemePreview>
export type PageAddress = z.output<typeof PageAddress>
export type Theme = z.output<typeof Theme>
export type PutTheme = z.output<typeof PutTheme>
