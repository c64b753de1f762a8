resource "aws_cloudwatch_log_group" "web" {
  name              = local.log_group
  retention_in_days = 365
  kms_key_id        = var.kms_key
}

resource "aws_ecs_cluster" "web" {
  name = "web"

  setting {
    name  = "containerInsights"
    value = "enhanced"
  }

  configuration {
    execute_command_configuration {
      kms_key_id = var.kms_key
      logging    = "OVERRIDE"
      log_configuration {
        cloud_watch_log_group_name     = local.log_group
        cloud_watch_encryption_enabled = true
      }
    }
    managed_storage_configuration {
      kms_key_id                           = var.kms_key
      fargate_ephemeral_storage_kms_key_id = var.kms_key
    }
  }
}

resource "aws_ecs_cluster_capacity_providers" "web" {
  cluster_name       = aws_ecs_cluster.web.name
  capacity_providers = ["FARGATE"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

resource "aws_security_group" "tasks" {
  name        = "web-tasks"
  description = "Tasks of the web service"
  vpc_id      = var.vpc
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = var.roles.execution
  task_role_arn            = var.roles.task
  container_definitions    = jsonencode([local.container])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "ARM64"
  }
}

resource "aws_ecs_service" "web" {
  name                               = "web"
  cluster                            = aws_ecs_cluster.web.arn
  task_definition                    = aws_ecs_task_definition.web.arn
  desired_count                      = 2
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_execute_command             = false
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # The gate is asked while no task of a new revision runs; ECS rolls back what it refuses.
  deployment_configuration {
    strategy = "ROLLING"
    lifecycle_hook {
      hook_target_arn  = var.gate_hook.function
      role_arn         = var.gate_hook.role
      lifecycle_stages = ["PRE_SCALE_UP"]
    }
  }

  network_configuration {
    subnets          = var.subnets
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = false
  }
}
