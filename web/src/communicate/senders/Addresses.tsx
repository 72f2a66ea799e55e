import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SenderBrand } from '../../../../server/src/communicate/senders/senders.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { QuietHoursDialog } from './QuietHoursDialog.tsx'
import { sendersKey } from './senders.ts'
import styles from './Senders.module.css'

/** What each brand's mails say they come from, and where answers and bounces go. */
export function Addresses({ brands }: { brands: SenderBrand[] }) {
  const [editing, setEditing] = useState<SenderBrand>()
  const [quieting, setQuieting] = useState<SenderBrand>()
  return (
    <Card title={t('senders.brands')}>
      <ul className={styles.list}>
        {brands.map((brand) => (
          <li key={brand.slug} className={styles.item}>
            <Group justify="space-between" align="flex-start" gap="sm">
              <div>
                <Text fw={600} size="sm">
                  {brand.name}
                </Text>
                <Fact label={t('senders.from')} value={`${brand.senderName} <${brand.sender}>`} />
                <Fact label={t('senders.replyTo')} value={brand.replyTo ?? t('senders.same')} />
                <Fact label={t('senders.bounces')} value={brand.bounceAddress ?? t('senders.same')} />
                <Fact label={t('quiet.title')} value={brand.quietHours ? t('quiet.between', brand.quietHours) : t('quiet.none')} />
              </div>
              <Group gap="xs">
                <Button size="compact-sm" variant="default" aria-label={t('quiet.changeOf', { brand: brand.name })} onClick={() => setQuieting(brand)}>
                  {t('quiet.change')}
                </Button>
                <Button size="compact-sm" variant="default" aria-label={t('senders.changeOf', { brand: brand.name })} onClick={() => setEditing(brand)}>
                  {t('senders.change')}
                </Button>
              </Group>
            </Group>
          </li>
        ))}
      </ul>
      {quieting && <QuietHoursDialog brand={quieting} close={() => setQuieting(undefined)} />}
      {editing && <AddressesDialog brand={editing} close={() => setEditing(undefined)} />}
    </Card>
  )
}

const Fact = ({ label, value }: { label: string; value: string }) => (
  <Text size="sm" className="lw-clip">
    <Text span size="sm" c="dimmed">
      {label}
    </Text>{' '}
    {value}
  </Text>
)

type Sent = { replyTo: string | null; bounceAddress: string | null }
function AddressesDialog({ brand, close }: { brand: SenderBrand; close: () => void }) {
  const [replyTo, setReplyTo] = useState(brand.replyTo ?? '')
  const [bounceAddress, setBounceAddress] = useState(brand.bounceAddress ?? '')
  const put = useWrite<unknown, Sent>({ method: 'PUT', path: `/api/brands/${brand.slug}/addresses`, touches: [sendersKey], after: close })
  return (
    <Modal opened onClose={close} title={t('senders.changeOf', { brand: brand.name })}>
      <Stack>
        <TextInput
          label={t('senders.replyTo')}
          description={t('senders.replyToHint')}
          type="email"
          data-autofocus
          value={replyTo}
          onChange={(event) => setReplyTo(event.currentTarget.value)}
        />
        <TextInput
          label={t('senders.bounces')}
          description={t('senders.bouncesHint')}
          type="email"
          value={bounceAddress}
          onChange={(event) => setBounceAddress(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={put} body={{ replyTo: replyTo.trim() || null, bounceAddress: bounceAddress.trim() || null }} may="settings">
            {t('senders.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
