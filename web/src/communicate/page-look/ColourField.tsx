import { Stack, Text, TextInput } from '@mantine/core'
import { t } from '../../strings/t.ts'

const enough = 4.5
export const isColour = (text: string) => /^#[0-9a-f]{6}$/.test(text)

/** A colour as it is written, with a picker beside it, and how well it is read; rounded down, so that what is not enough is never shown as enough. */
export function ColourField({
  label,
  value,
  contrast,
  onChange,
}: {
  label: string
  value: string
  contrast: number | null
  onChange: (value: string) => void
}) {
  const fine = contrast !== null && contrast >= enough
  return (
    <Stack gap={4}>
      <TextInput
        label={label}
        maxLength={7}
        value={value}
        error={isColour(value) ? undefined : t('pageLook.colourWrong')}
        onChange={(event) => onChange(event.currentTarget.value.trim().toLowerCase())}
        rightSection={
          <input
            type="color"
            aria-label={t('pageLook.pick', { label })}
            value={isColour(value) ? value : '#000000'}
            onChange={(event) => onChange(event.currentTarget.value)}
            style={{ width: 28, height: 28, padding: 0, border: 0, background: 'none', cursor: 'pointer' }}
          />
        }
      />
      {contrast !== null && isColour(value) && (
        <Text size="sm" className={fine ? 'lw-green' : 'lw-red'} role="status">
          {t(fine ? 'pageLook.contrast' : 'pageLook.contrastLow', { value: contrast.toFixed(1) })}
        </Text>
      )}
    </Stack>
  )
}
