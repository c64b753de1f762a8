/** Has a service that CDK defines ask Taskgate before the first task of a new revision starts. For your own apps. */
import { Duration, Fn, type IResolvable, Lazy, Stack } from "aws-cdk-lib";
import { type BaseService, CfnService } from "aws-cdk-lib/aws-ecs";

const STAGE = "PRE_SCALE_UP";
/** Members of a hook as CDK spells them and as CloudFormation does. */
const SPELLING = { hookTargetArn: "HookTargetArn", roleArn: "RoleArn", lifecycleStages: "LifecycleStages", hookDetails: "HookDetails" };

export interface Asking {
	/** A built-in profile that is judged besides what is in force, so that it can only be stricter. Not for a pause. */
	readonly profile?: string;
	/** After this time without an answer ECS rolls back: whole minutes, 1 or more; 30 if absent. */
	readonly timeout?: Duration;
}

/** How ECS asks. */
type Target = { readonly functionArn: string; readonly roleArn: string } | "pause";

export class TaskgateHook {
	readonly #target: Target;
	readonly #attached = new WeakSet<CfnService>();

	private constructor(target: Target) {
		this.#target = target;
	}

	/** ECS invokes the function of the GateStack of that name in the service's own account and Region. */
	static ofStack(stackName = "Taskgate"): TaskgateHook {
		const exported = (name: string) => Fn.importValue(`${stackName}-${name}`);
		return TaskgateHook.ofFunction(exported("DeploymentHookArn"), exported("DeploymentHookRoleArn"));
	}

	/** `roleArn`: by which ECS invokes the function. */
	static ofFunction(functionArn: string, roleArn: string): TaskgateHook {
		return new TaskgateHook({ functionArn, roleArn });
	}

	/** ECS stands still and tells EventBridge; the gate continues what it admits. In an organization the hub answers. */
	static pause(): TaskgateHook {
		return new TaskgateHook("pause");
	}

	/** Beside the hooks that the service has. @throws {Error} where the service runs none, or asks already. */
	attachTo(service: BaseService | CfnService, { profile, timeout = Duration.minutes(30) }: Asking = {}): void {
		const resource = service instanceof CfnService ? service : service.node.defaultChild;
		if (!(resource instanceof CfnService)) throw new Error(`${service.node.path} is no service of Amazon ECS: attach the hook to one`);
		const path = resource.node.path;
		const controller = controllerOf(resource);
		if (controller !== "ECS")
			throw new Error(`${path} is deployed by ${controller}, which runs no lifecycle hooks: use the controller ECS`);
		if (this.#attached.has(resource)) throw new Error(`${path} asks Taskgate already: attach the hook once`);
		if (profile !== undefined && this.#target === "pause")
			throw new Error(`${path}: a pause carries no profile: leave \`profile\` out, or let ECS invoke the function`);
		this.#attached.add(resource);
		const ours = {
			...hookOf(this.#target, profile),
			LifecycleStages: [STAGE],
			TimeoutConfiguration: { TimeoutInMinutes: timeout.toMinutes(), Action: "ROLLBACK" },
		};
		// CDK's own type of a hook has no time-out yet, and would drop it: the list is rendered here, when all others are known.
		const all = Lazy.uncachedAny({ produce: ({ resolve }) => [...hooksOf(resolve(resource.deploymentConfiguration)), ours] });
		resource.addPropertyOverride("DeploymentConfiguration.LifecycleHooks", all);
	}
}

function hookOf(target: Target, profile: string | undefined): object {
	if (target === "pause") return { TargetType: "PAUSE" };
	// CloudFormation takes text too; the hook reads the object that ECS hands on.
	const details = profile === undefined ? {} : { HookDetails: { taskgate: { profile } } };
	return { TargetType: "AWS_LAMBDA", HookTargetArn: target.functionArn, RoleArn: target.roleArn, ...details };
}

/** Those of the service's own, in CloudFormation's spelling. */
function hooksOf(configuration: { readonly lifecycleHooks?: readonly Readonly<Record<string, unknown>>[] } | undefined): readonly object[] {
	return (configuration?.lifecycleHooks ?? []).map((hook) =>
		Object.fromEntries(Object.entries(SPELLING).flatMap(([ours, theirs]) => (hook[ours] === undefined ? [] : [[theirs, hook[ours]]]))),
	);
}

function controllerOf(service: CfnService): string {
	const controller: { type?: string } | undefined = Stack.of(service).resolve(service.deploymentController as IResolvable);
	return controller?.type ?? "ECS";
}
