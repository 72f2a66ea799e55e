import { Stack } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { BrandUses } from './BrandUses.tsx'
import styles from './Channels.module.css'
import { keyOf, useChannels } from './channels.ts'
import { useResults } from './use-results.ts'
import { Way } from './Way.tsx'

/** Every way out of this installation, and how each brand uses them. */
export function ChannelsPage() {
  const query = useChannels()
  useResults(query.data?.channels)
  const may = useMay('settings')
  const hours = query.data?.everyHours ?? 24
  return (
    <Page title={t('channels.title')} lead={hours === 0 ? t('channels.leadNever') : t('channels.lead', { hours })} size={900}>
      <Stack gap="lg">
        <Card title={t('channels.ways')}>
          <Loaded query={query}>
            {({ channels }) =>
              channels.length === 0 ? (
                <Empty title={t('channels.none')} text={t('channels.noneText')} />
              ) : (
                <ul className={styles.list}>
                  {channels.map((way) => (
                    <Way key={keyOf(way)} way={way} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Card>
        {may && <BrandUses />}
      </Stack>
    </Page>
  )
}
