account = "111122223333"
region  = "eu-central-1"
image   = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web@sha256:3ee5873facf387e7635098360efdbbd99e6d1e0ad7a62066ee9893d626d9e53d"
vpc     = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
kms_key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
roles = {
  execution = "arn:aws:iam::111122223333:role/web-execution"
  task      = "arn:aws:iam::111122223333:role/web"
}
gate_hook = {
  function = "arn:aws:lambda:eu-central-1:111122223333:function:Taskgate-DeploymentHook"
  role     = "arn:aws:iam::111122223333:role/Taskgate-DeploymentHookRole"
}
