/** X.509 certificates, ECDSA with P-256: the forward proxy's CA, and what it shows to clients in the name of an ECS host. */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
	AlgorithmIdentifier,
	AttributeTypeAndValue,
	AttributeValue,
	AuthorityKeyIdentifier,
	BasicConstraints,
	Certificate,
	ExtendedKeyUsage,
	Extension,
	Extensions,
	GeneralName,
	GeneralSubtree,
	GeneralSubtrees,
	id_ce_authorityKeyIdentifier,
	id_ce_basicConstraints,
	id_ce_extKeyUsage,
	id_ce_keyUsage,
	id_ce_nameConstraints,
	id_ce_subjectAltName,
	id_ce_subjectKeyIdentifier,
	id_kp_serverAuth,
	KeyIdentifier,
	KeyUsage,
	KeyUsageFlags,
	Name,
	NameConstraints,
	RelativeDistinguishedName,
	SubjectAlternativeName,
	SubjectKeyIdentifier,
	SubjectPublicKeyInfo,
	TBSCertificate,
	Validity,
	Version,
} from "@peculiar/asn1-x509";

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";

export interface Lifetime {
	readonly notBefore: Date;
	readonly notAfter: Date;
}

/** A CA by its own word, which can vouch for hosts under `domains` and for nobody else. PEM. */
export function authorityCertificate(key: KeyObject, name: string, domains: readonly string[], lifetime: Lifetime): string {
	const permitted = domains.map((dNSName) => new GeneralSubtree({ base: new GeneralName({ dNSName }) }));
	return certificate({ key, name }, { key, name }, lifetime, [
		extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
		extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
		extension(id_ce_nameConstraints, true, new NameConstraints({ permittedSubtrees: new GeneralSubtrees(permitted) })),
	]);
}

/** For one host, issued by the CA of this name. PEM. */
export function hostCertificate(issuer: Party, key: KeyObject, host: string, lifetime: Lifetime): string {
	// A common name has 64 characters at most, and a host's name has more; who the host is stands in the alternative name.
	return certificate(issuer, { key, name: "Taskgate forward proxy" }, lifetime, [
		extension(id_ce_basicConstraints, true, new BasicConstraints()),
		extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
		extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
		extension(id_ce_subjectAltName, false, new SubjectAlternativeName([new GeneralName({ dNSName: host })])),
	]);
}

/** Whose certificate it is, or who signs it. */
export interface Party {
	/** The private key. */
	readonly key: KeyObject;
	readonly name: string;
}

function certificate(issuer: Party, subject: Party, { notBefore, notAfter }: Lifetime, extensions: readonly Extension[]): string {
	const signature = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
	const keyIds = [
		extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(subject.key))),
		extension(id_ce_authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyId(issuer.key)) })),
	];
	const tbsCertificate = new TBSCertificate({
		version: Version.v3,
		serialNumber: serialNumber(),
		signature,
		issuer: named(issuer.name),
		validity: new Validity({ notBefore, notAfter }),
		subject: named(subject.name),
		subjectPublicKeyInfo: AsnConvert.parse(spki(subject.key), SubjectPublicKeyInfo),
		extensions: new Extensions([...extensions, ...keyIds]),
	});
	const signatureValue = exact(sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), issuer.key));
	const der = AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: signature, signatureValue }));
	const lines =
		Buffer.from(der)
			.toString("base64")
			.match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function extension(extnID: string, critical: boolean, value: object): Extension {
	return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function named(commonName: string): Name {
	const attribute = new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: commonName }) });
	return new Name([new RelativeDistinguishedName([attribute])]);
}

/** Positive, and never twice: 126 random bits. */
function serialNumber(): ArrayBuffer {
	const bytes = randomBytes(16);
	bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40;
	return exact(bytes);
}

/** RFC 5280 §4.2.1.2: any value that the key alone decides. */
function keyId(key: KeyObject): ArrayBuffer {
	return exact(createHash("sha256").update(spki(key)).digest().subarray(0, 20));
}

function spki(key: KeyObject): Buffer {
	return createPublicKey(key).export({ type: "spki", format: "der" });
}

/** The bytes without the pool that Node keeps them in. */
function exact(bytes: Buffer): ArrayBuffer {
	return new Uint8Array(bytes).buffer;
}
