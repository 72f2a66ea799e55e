import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import type { Wish } from './look.ts'

const most = 60_000

/** `logo`: chosen here and not saved yet; undefined: as it is. */
export function LogoField({ has, logo, onChange }: { has: boolean; logo: Wish['logo']; onChange: (logo: Wish['logo']) => void }) {
  const [wrong, setWrong] = useState<string>()
  const take = async (file: File) => {
    const type = file.type === 'image/png' || file.type === 'image/svg+xml' ? file.type : undefined
    const problem = type === undefined ? t('pageLook.logoType') : file.size > most ? t('pageLook.logoLarge') : undefined
    setWrong(problem)
    if (type && !problem) onChange({ type, base64: base64Of(new Uint8Array(await file.arrayBuffer())) })
  }
  const shown = logo === null ? 'pageLook.logoNone' : logo ? 'pageLook.logoNew' : has ? 'pageLook.logoKept' : 'pageLook.logoNone'
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('pageLook.logo')}
      </Text>
      <FileDrop
        label={t('pageLook.logoDrop')}
        choose={t('pageLook.logoChoose')}
        accept="image/svg+xml,image/png,.svg,.png"
        onFile={(file) => void take(file)}
      />
      <Group gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {t(shown)}
        </Text>
        {logo !== null && (has || logo) && (
          <Button size="compact-sm" variant="default" onClick={() => onChange(null)}>
            {t('pageLook.logoAway')}
          </Button>
        )}
        {logo !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => onChange(undefined)}>
            {t('pageLook.logoBack')}
          </Button>
        )}
      </Group>
      {wrong && (
        <Text size="sm" className="lw-red" role="alert">
          {wrong}
        </Text>
      )}
    </Stack>
  )
}

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 8_192) text += String.fromCharCode(...bytes.subarray(from, from + 8_192))
  return btoa(text)
}
