import { Code, Group, List, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Copy } from '../../ui/Copy.tsx'
import { atNear } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { useBrandWrite } from './brand-write.ts'
import { brandPath } from './look.ts'

type Link = { url: string; expiresAt: string }
const closing = ['pageLook.closes.page', 'pageLook.closes.messages', 'pageLook.closes.subscribers', 'pageLook.closes.copies'] as const
const opening = ['pageLook.opens.page', 'pageLook.opens.messages'] as const

/** Who reads the page: what follows from changing it is said before it is changed. */
export function PrivateCard({ brand }: { brand: BrandView }) {
  const put = useBrandWrite(brand, t(brand.private ? 'pageLook.opened' : 'pageLook.closed', { brand: brand.name }))
  const consequences = (
    <List size="sm" spacing={6}>
      {(brand.private ? opening : closing).map((each) => (
        <List.Item key={each}>{t(each)}</List.Item>
      ))}
    </List>
  )
  return (
    <Card title={t('pageLook.readers')}>
      <Stack gap="sm" maw={720}>
        <Text size="sm">{t(brand.private ? 'pageLook.isPrivate' : 'pageLook.isPublic')}</Text>
        <ActionButton
          write={put}
          body={{ private: !brand.private }}
          may="settings"
          variant="default"
          confirm={{
            title: t(brand.private ? 'pageLook.openTitle' : 'pageLook.closeTitle', { brand: brand.name }),
            text: consequences,
            label: t(brand.private ? 'pageLook.openNow' : 'pageLook.closeNow'),
          }}
        >
          {t(brand.private ? 'pageLook.open' : 'pageLook.close')}
        </ActionButton>
        {brand.private && <HandOver slug={brand.slug} />}
      </Stack>
    </Card>
  )
}

function HandOver({ slug }: { slug: string }) {
  const [link, setLink] = useState<Link>()
  const make = useWrite<Link>({ path: brandPath(slug, '/private-link'), after: setLink })
  return (
    <Stack gap="xs">
      <Text size="sm">{t('pageLook.linkText')}</Text>
      <ActionButton write={make} body={undefined} may="call" variant="default">
        {t('pageLook.link')}
      </ActionButton>
      {link && (
        <Stack gap="xs" aria-live="polite">
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {link.url}
          </Code>
          <Group gap="xs" align="center">
            <Copy text={link.url} label={t('pageLook.copyLink')} />
            <Text size="sm" c="dimmed">
              {t('pageLook.linkUntil', { at: atNear(link.expiresAt) })}
            </Text>
          </Group>
        </Stack>
      )}
    </Stack>
  )
}
