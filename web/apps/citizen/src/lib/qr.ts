/** A QR code as a picture, made on the device. As an image it can be kept and read by pressing long on it. */
import { correction, generate } from 'lean-qr'
import { toSvgDataURL } from 'lean-qr/extras/svg'

export const qrPicture = (text: string): string => toSvgDataURL(generate(text, { minCorrectionLevel: correction.M }), { on: '#000000', off: '#ffffff', pad: 3 })
