import { Code, Group, Stack, Text } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { Copy } from '../../ui/Copy.tsx'
import { SecretNote } from '../../ui/SecretNote.tsx'
import { mustSign, setUpLines, type Source } from './sources.ts'

/** The key, and what the sender is given, ready to paste. */
export function SetUpNote({ source: { kind, url, key, signed } }: { source: Source & { key: string } }) {
  const lines = setUpLines(kind, url, key)
  return (
    <Stack gap="sm">
      <SecretNote secret={key} text={t('sources.keyText')} />
      <Stack component="section" gap={6} aria-label={t('sources.setUp')}>
        <Text size="sm">{tOf('sources.setUp', kind)}</Text>
        <Code block className="lw-prewrap">
          {lines}
        </Code>
        <Group>
          <Copy text={lines} label={t('sources.copySetUp')} />
        </Group>
        {mustSign(kind) && !signed && <Text size="sm">{t('sources.thenSecret')}</Text>}
      </Stack>
    </Stack>
  )
}
