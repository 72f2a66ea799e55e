// Design tokens. Colour has a meaning: red = critical or missed, amber = soon, green = met or restored, blue = action; the rest is neutral.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { t } from '../strings/t.ts'

const blue: MantineColorsTuple = ['#eef4fd', '#dbe7fa', '#b5cdf4', '#8bb1ee', '#6798e8', '#4d86e0', '#2f6fd3', '#1d5bb8', '#184c99', '#123a77']
const red: MantineColorsTuple = ['#fdf0ef', '#fadcda', '#f3b5b1', '#ef948f', '#e56660', '#dc4b45', '#cf352f', '#b4262a', '#931d22', '#6f1519']
const amber: MantineColorsTuple = ['#fff6e5', '#fde8c3', '#f9d089', '#f4b74e', '#eea220', '#d98a0b', '#b06d05', '#8a5305', '#6d4206', '#523206']
const green: MantineColorsTuple = ['#ebf7f0', '#d3ecdd', '#a5d9ba', '#74c495', '#4cb177', '#329f63', '#1f7f4c', '#1a7144', '#155a37', '#0f4229']
const gray: MantineColorsTuple = ['#f6f7f9', '#eceff2', '#dfe3e8', '#cbd2d9', '#a9b3bd', '#78858f', '#596571', '#47535f', '#2f3a45', '#1a222b']
const dark: MantineColorsTuple = ['#dbe2e8', '#b4bfc9', '#98a5b1', '#6b7986', '#33404c', '#28333e', '#1d262f', '#161d24', '#0f151b', '#0a0f14']

export const theme = createTheme({
  colors: { blue, red, amber, green, gray, dark },
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 6 },
  black: '#1a222b',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { underline: 'hover' } },
    Badge: {
      defaultProps: { radius: 'sm', variant: 'light' },
      styles: { root: { textTransform: 'none', fontWeight: 600, flexShrink: 0, maxWidth: 'none' }, label: { overflow: 'visible' } },
    },
    Paper: { defaultProps: { withBorder: true, radius: 'lg' } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.5 }, closeButtonProps: { 'aria-label': t('close') } },
      styles: { title: { fontWeight: 650, fontSize: '1.0625rem', lineHeight: 1.35 } },
    },
    Tooltip: { defaultProps: { multiline: true, maw: 320, openDelay: 250, events: { hover: true, focus: true, touch: true } } },
    Textarea: { defaultProps: { autosize: true, minRows: 2, maxRows: 12 } },
  },
})

/** Tinted buttons and badges on a dark ground: Mantine's own tints are too dim there. */
const lightVariants = Object.fromEntries(
  ['red', 'amber', 'green', 'blue'].flatMap((color) => [
    [`--mantine-color-${color}-light`, `var(--lw-${color}-soft)`],
    [`--mantine-color-${color}-light-hover`, `var(--lw-${color}-soft)`],
    [`--mantine-color-${color}-light-color`, `var(--lw-${color}-text)`],
  ]),
)

/** `--lw-*`: the surfaces and the text of a meaning, each legible on canvas and card in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-placeholder': gray[5],
    '--lw-canvas': '#f3f5f7',
    '--lw-line': gray[2],
    '--lw-faint': gray[1],
    '--lw-neutral': gray[4],
    '--lw-red': red[6],
    '--lw-red-text': red[7],
    '--lw-red-soft': red[0],
    '--lw-amber': amber[4],
    '--lw-amber-text': amber[7],
    '--lw-amber-soft': amber[0],
    '--lw-green': green[5],
    '--lw-green-text': green[7],
    '--lw-green-soft': green[0],
    '--lw-blue': blue[6],
    '--lw-blue-text': blue[7],
    '--lw-blue-soft': blue[0],
  },
  dark: {
    ...lightVariants,
    '--mantine-color-placeholder': dark[2],
    '--lw-canvas': dark[8],
    '--lw-line': dark[5],
    '--lw-faint': dark[6],
    '--lw-neutral': dark[3],
    '--lw-red': '#e5544d',
    '--lw-red-text': '#ff9d97',
    '--lw-red-soft': '#351c1e',
    '--lw-amber': '#e0a038',
    '--lw-amber-text': '#f3c06a',
    '--lw-amber-soft': '#33270f',
    '--lw-green': '#3fae73',
    '--lw-green-text': '#7fd6a6',
    '--lw-green-soft': '#132b20',
    '--lw-blue': '#4d86e0',
    '--lw-blue-text': '#93b9f5',
    '--lw-blue-soft': '#17263d',
  },
})

/** What a colour says; components take a meaning, never a colour. */
export type Meaning = 'critical' | 'soon' | 'good' | 'action' | 'neutral'
export const colorOf: Record<Meaning, string> = { critical: 'red', soon: 'amber', good: 'green', action: 'blue', neutral: 'gray' }
