import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { level } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { span } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import styles from './Channels.module.css'
import { type BrandUse, brandUsesKey } from './brand-uses.ts'
import { BrandUseDialog } from './BrandUseDialog.tsx'
import { InApp } from './InApp.tsx'

/** When each brand sends texts, how patient it is, whether its updates stand in the customer's app, and whether the widget opens the chat. */
export function BrandUses() {
  const brands = useQuery({ queryKey: brandUsesKey, queryFn: ({ signal }) => get<BrandUse[]>('/api/brand-channels', signal) })
  const [editing, setEditing] = useState<BrandUse>()
  return (
    <Card title={t('uses.title')}>
      <Loaded query={brands}>
        {(all) => (
          <ul className={styles.list}>
            {all.map((brand) => (
              <li key={brand.slug} className={styles.use}>
                <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
                  <div>
                    <Text fw={600}>{brand.name}</Text>
                    <Fact label={t('uses.texts')} value={textsOf(brand)} />
                    <Fact label={t('uses.next')} value={nextOf(brand)} />
                    <Fact label={t('uses.app')} value={appOf(brand)} />
                    <Fact label={t('uses.chat')} value={t(brand.closed ? 'uses.chat.closed' : brand.chatButton ? 'uses.chat.on' : 'uses.chat.off')} />
                  </div>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('uses.changeOf', { brand: brand.name })}
                    onClick={() => setEditing(brand)}
                    style={{ flexShrink: 0 }}
                  >
                    {t('uses.change')}
                  </Button>
                </Group>
                {(brand.inApp || brand.chatButton) && <InApp brand={brand} />}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {editing && <BrandUseDialog brand={editing} close={() => setEditing(undefined)} />}
    </Card>
  )
}

const textsOf = ({ textSeverity }: BrandUse) => (textSeverity === null ? t('uses.texts.never') : tOf('uses.texts', level(textSeverity)))
const nextOf = ({ nextChannelMinutes: minutes }: BrandUse) =>
  minutes === null ? t('uses.next.failed') : t('uses.next.after', { text: span(minutes * 60_000), call: span(minutes * 120_000) })
function appOf({ inApp, inAppSecret }: BrandUse) {
  if (!inApp) return t('uses.app.off')
  return inAppSecret ? t('uses.app.on') : t('uses.app.noSecret')
}

const Fact = ({ label, value }: { label: string; value: string }) => (
  <Text size="sm">
    <Text span size="sm" c="dimmed">
      {label}:
    </Text>{' '}
    {value}
  </Text>
)
