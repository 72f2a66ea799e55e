import { Alert, Code, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../strings/t.ts'
import { Copy } from './Copy.tsx'

/** A secret that nobody sees again, and what it is for. */
export function SecretNote({ secret, text }: { secret: string; text: ReactNode }) {
  return (
    <Alert color="amber" title={t('secret.title')}>
      <Stack gap="xs">
        <Text size="sm">{text}</Text>
        <Code block className="lw-prewrap">
          {secret}
        </Code>
        <Group>
          <Copy text={secret} label={t('secret.copy')} />
        </Group>
      </Stack>
    </Alert>
  )
}
