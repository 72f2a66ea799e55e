import { Badge, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PageAddress } from '../../../../server/src/communicate/status-page/theme.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Copy } from '../../ui/Copy.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useBrandWrite } from './brand-write.ts'
import { useAddress } from './look.ts'

const isName = (text: string) => text.length <= 253 && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text)
const color = { none: 'gray', right: 'green', wrong: 'amber', unknown: 'gray' } as const

/** A name of its own: the line that it needs is shown, and looked up, before anything is kept. */
export function AddressCard({ brand }: { brand: BrandView }) {
  const [name, setName] = useState(brand.domain ?? '')
  const asked = name.trim().toLowerCase()
  const wrong = asked !== '' && !isName(asked)
  const found = useAddress(brand.slug, asked === '' || wrong ? null : asked)
  const put = useBrandWrite(brand, t('pageLook.addressSaved', { brand: brand.name }))
  return (
    <Card title={t('pageLook.address')}>
      <Stack gap="sm" maw={720}>
        <Text size="sm">{t('pageLook.addressText', { address: found.data?.shared ?? '' })}</Text>
        <TextInput
          label={t('pageLook.name')}
          placeholder="status.example.com"
          maxLength={253}
          value={name}
          error={wrong ? t('pageLook.nameWrong') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {found.isError && <ErrorNote error={found.error} retry={found.refetch} />}
        {asked !== '' && !wrong && found.data && <Found found={found.data} look={() => void found.refetch()} />}
        <ActionButton write={put} body={{ domain: asked === '' ? null : asked }} disabled={wrong || asked === (brand.domain ?? '')} may="settings">
          {t(asked === '' && brand.domain ? 'pageLook.nameAway' : 'save')}
        </ActionButton>
      </Stack>
    </Card>
  )
}

function Found({ found: { line, state, sentence }, look }: { found: PageAddress; look: () => void }) {
  const text = line ? `${line.name}. ${line.type} ${line.value}.` : ''
  return (
    <Stack gap="xs" aria-live="polite">
      {line && (
        <Stack gap={6} align="flex-start">
          <Text size="sm">{t('pageLook.line')}</Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {text}
          </Code>
          <Copy text={text} label={t('pageLook.copyLine')} />
        </Stack>
      )}
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <Badge color={color[state]} size="sm" mt={2} style={{ flexShrink: 0 }}>
          {tOf('pageLook.state', state)}
        </Badge>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {sentence}
        </Text>
      </Group>
      <div>
        <Button size="compact-sm" variant="default" onClick={look}>
          {t('pageLook.lookAgain')}
        </Button>
      </div>
    </Stack>
  )
}
