import type { Hints } from './lists.ts'

export const es: Hints = {
  refund: `reembols*, reintegr*, mi dinero, devolución del dinero, devolver el dinero, devuelvan el dinero, devuelvan mi, devuélvanme, me devuelvan, indemniz*, compensación, compensar, abono, contracargo`,
  'maybe refund': `devol*, devuel*, cobrado dos veces, cobraron dos veces, doble cobro, cobro indebido, cobraron de más, vale, cambio`,
  cancel: `cancelar, cancelen, cancela mi, quiero cancelar, dar de baja, darme de baja, doy de baja, baja de mi, anular, anulen, cerrar mi cuenta, cerrar la cuenta, eliminar mi cuenta, borrar mi cuenta, rescindir, desistir, desistimiento, no renovar`,
  'maybe cancel': `cancelación, baja, anulación, cerrar, cambiarme, me cambio, ya no quiero, ya no necesito`,
  complaint: `queja*, quejarme, reclam*, hoja de reclamaciones, inaceptable*, vergüenza, vergonzos*, indignad*, indignante, pésim*, decepcionad*, insatisf*, no estoy content*, peor servicio, nunca más, el responsable, un supervisor, hart*`,
  'maybe complaint': `problema*, otra vez, todavía no, nadie, equivocad*, no funciona, retras*, mal, mala, roto, rota`,
  legal: `abogad*, demanda, demandar*, demandaré, denuncia*, denunciar*, juicio, tribunal*, juzgado*, acciones legales, medidas legales, acción legal, vía legal, vía judicial, profeco, procon, ocu, facua, consumo, defensa del consumidor, protección de datos, agencia de protección, rgpd, defensor del pueblo, burofax`,
  'maybe legal': `legal, ilegal, ley, derecho, derechos, contrato, fraude, estafa, policía, prensa, periódico*`,
  safety: `fuego, incendio, llamas, humo, quemad*, quemadura*, se quemó, chispas, descarga eléctrica, calambre, electrocut*, explot*, explosión, sobrecal*, derretid*, fuga de gas, olor a gas, huele a gas, monóxido, herid*, lesion*, sangr*, hospital, urgencias, ambulancia, alergi*, alérgic*, sarpullido, ahog*, asfixi*, intoxic*, envenen*, tragó, cristales, moho, peligros*, peligro, frenos, matarme, suicid*, amenaz*, agredi*`,
  'maybe safety': `oxígeno, respirador, diálisis, insulina, sin luz, sin electricidad, sin calefacción, caliente, cortante, enferm*, riesgo, retirada, niño, niña, niños, bebé, accidente, miedo, seguridad, emergencia`,
  vulnerable: `discapacid*, discapacitad*, minusv*, silla de ruedas, ciego, ciega, sordo, sorda, embarazad*, recién nacido, recién nacida, cáncer, quimio*, insulina, diabét*, diálisis, oxígeno, respirador, equipo médico, medicament*, medicina, receta, epilep*, marcapasos, depresi*, ansiedad, suicid*, matarme, demencia, alzheimer, falleci*, murió, funeral, entierro, anciana, anciano, tercera edad, jubilad*, pensionista*, residencia de mayores, desahuci*, sin techo, desemplead*, en paro, deudas, madre soltera, violencia, hospitalizad*, en el hospital, operación, cirugía`,
  'maybe vulnerable': `mi madre, mi padre, mi abuela, mi abuelo, bebé, sola, solo, desesperad*, no puedo pagar, enferm*, médico, sin calefacción, sin agua`,
  outage: `caída, caído, caídos, está caído, se cayó, se ha caído, está caída, fuera de servicio, avería*, corte, cortes, alguien más, a alguien más, soy el único, soy la única, solo a mí, sin internet, sin señal, sin servicio, sin conexión, sin línea, no hay internet, no hay servicio, no hay señal, servidor*, página caída, mantenimiento, interrupción, no carga la, problemas con el servicio, down`,
  'maybe outage': `no puedo entrar, no puedo acceder, iniciar sesión, no funciona, no carga, no va, error*, lento, conexión, cuándo vuelve, falla*`,
}
