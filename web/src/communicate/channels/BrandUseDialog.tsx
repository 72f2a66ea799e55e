import { Button, Group, Modal, NumberInput, Select, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import { severities } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type BrandUse, brandUsesKey } from './brand-uses.ts'

type Sent = Pick<BrandUse, 'textSeverity' | 'nextChannelMinutes' | 'inApp' | 'chatButton'>
const patience = { least: 5, usual: 30, most: 1_440 }

export function BrandUseDialog({ brand, close }: { brand: BrandUse; close: () => void }) {
  const [texts, setTexts] = useState(String(brand.textSeverity ?? 'never'))
  const [waits, setWaits] = useState(brand.nextChannelMinutes !== null)
  const [minutes, setMinutes] = useState<number | string>(brand.nextChannelMinutes ?? patience.usual)
  const [inApp, setInApp] = useState(brand.inApp)
  const [chatButton, setChatButton] = useState(brand.chatButton)
  const put = useWrite<unknown, Sent>({
    method: 'PUT',
    path: `/api/brands/${brand.slug}/channels`,
    touches: [brandUsesKey],
    done: t('uses.saved', { brand: brand.name }),
    after: close,
  })
  const body = { textSeverity: texts === 'never' ? null : Number(texts), nextChannelMinutes: waits ? Number(minutes) : null, inApp, chatButton }
  return (
    <Modal opened onClose={close} title={t('uses.changeOf', { brand: brand.name })}>
      <Stack>
        <Select
          label={t('uses.texts')}
          description={t('uses.textsHint')}
          allowDeselect={false}
          data-autofocus
          data={[{ value: 'never', label: t('uses.texts.never') }, ...severities.map((each) => ({ value: String(each), label: tOf('uses.texts', each) }))]}
          value={texts}
          onChange={(value) => setTexts(value ?? 'never')}
        />
        <Switch label={t('uses.nextSwitch')} checked={waits} onChange={(event) => setWaits(event.currentTarget.checked)} />
        {waits && (
          <NumberInput
            label={t('uses.nextMinutes')}
            description={t('uses.nextHint')}
            min={patience.least}
            max={patience.most}
            allowDecimal={false}
            value={minutes}
            onChange={setMinutes}
          />
        )}
        <Switch label={t('uses.appSwitch')} checked={inApp} onChange={(event) => setInApp(event.currentTarget.checked)} />
        <Switch
          label={t('uses.chatSwitch')}
          description={t(brand.closed ? 'uses.chatClosed' : 'uses.chatHint')}
          disabled={brand.closed}
          checked={chatButton && !brand.closed}
          onChange={(event) => setChatButton(event.currentTarget.checked)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={put} body={body} disabled={waits && minutes === ''} may="settings">
            {t('save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
